#include "ui/start_page.h"

#include "ui/theme.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace oriel {

namespace {

constexpr int kColumnWidth = 560;
constexpr QSize kIconSize{64, 64};

/// Where Oriel's streamer serves by default.
QString defaultAddress()
{
    return QStringLiteral("rtsp://localhost:8554/ES_MTX");
}

QLabel *makeLabel(const QString &name, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
    return label;
}

QLineEdit *makeField(const QString &name, const QString &meaning, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setPlaceholderText(meaning);
    field->setAccessibleName(meaning);
    return field;
}

} // namespace

StartPage::StartPage(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("startPage"));
    setStyleSheet(theme::startPageStyleSheet());
    m_address = makeField(QStringLiteral("addressField"), tr("Address of the camera"), this);
    m_address->setPlaceholderText(defaultAddress());
    m_address->setClearButtonEnabled(true);
    auto *button = new QPushButton(tr("Connect"), this);
    button->setObjectName(QStringLiteral("connectButton"));
    button->setCursor(Qt::PointingHandCursor);
    m_problem = makeLabel(QStringLiteral("startProblem"), {}, this);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_user = makeField(QStringLiteral("userField"), tr("User name"), this);
    m_password = makeField(QStringLiteral("passwordField"), tr("Password"), this);
    m_password->setEchoMode(QLineEdit::Password);
    m_login = new QWidget(this);
    auto *login = new QHBoxLayout(m_login);
    login->setContentsMargins(0, 0, 0, 0);
    login->addWidget(m_user);
    login->addWidget(m_password);
    m_login->hide();

    auto *row = new QHBoxLayout;
    row->addWidget(m_address, 1);
    row->addWidget(button);
    auto *inner = new QWidget(this);
    inner->setMaximumWidth(kColumnWidth);
    auto *column = new QVBoxLayout(inner);
    column->setSpacing(12);
    auto *icon = makeLabel(QStringLiteral("startIcon"), {}, inner);
    icon->setPixmap(QGuiApplication::windowIcon().pixmap(kIconSize));
    column->addWidget(icon);
    column->addWidget(makeLabel(QStringLiteral("startTitle"), tr("See a camera now"), inner));
    column->addWidget(makeLabel(QStringLiteral("startHint"),
                                tr("Paste the address of a stream. Left empty, Oriel looks for a "
                                   "streamer on this computer."),
                                inner));
    column->addLayout(row);
    column->addWidget(m_login);
    column->addWidget(m_problem);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(inner, 14, Qt::AlignVCenter);
    outer->addStretch(1);

    connect(button, &QPushButton::clicked, this, &StartPage::submit);
    for (const QLineEdit *field : {m_address, m_user, m_password}) {
        connect(field, &QLineEdit::returnPressed, this, &StartPage::submit);
        connect(field, &QLineEdit::textEdited, m_problem, &QLabel::clear);
    }
    setFocusProxy(m_address);
}

void StartPage::continueFrom(const StreamUrl &url, const Error &error)
{
    StreamUrl bare = url;
    bare.setCredentials({}, {});
    // A secret in its query is starred: that address has to be pasted again.
    if (StreamUrl::parse(bare.display()) == bare)
        m_address->setText(bare.display());
    m_address->selectAll();
    m_user->setText(url.user());
    m_login->setVisible(isAboutPassword(error.code) || url.hasCredentials());
    if (isAboutPassword(error.code))
        setFocusProxy(url.user().isEmpty() ? m_user : m_password);
    m_problem->setText(error.code == ErrorCode::None ? QString() : sentence(error));
}

void StartPage::submit()
{
    const QString typed = m_address->text().trimmed();
    Expected<StreamUrl> url = StreamUrl::parse(typed.isEmpty() ? defaultAddress() : typed);
    if (!url) {
        m_problem->setText(sentence(url.error()));
        return;
    }
    m_problem->clear();
    if (!m_login->isHidden() && !url->hasCredentials())
        url->setCredentials(m_user->text(), m_password->text());
    Q_EMIT connectRequested(*url);
}

} // namespace oriel
