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

QPushButton *makeButton(const QString &name, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_address(new QLineEdit(this))
    , m_problem(makeLabel(QStringLiteral("startProblem"), {}, this))
    , m_offer(makeButton(QStringLiteral("offerButton"), {}, this))
    , m_connect(makeButton(QStringLiteral("connectButton"), tr("Connect"), this))
{
    setObjectName(QStringLiteral("startPage"));
    setStyleSheet(theme::startPageStyleSheet());
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_offer->hide();
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(buildColumn(), 14, Qt::AlignVCenter);
    outer->addStretch(1);
    connect(m_connect, &QPushButton::clicked, this, &StartPage::submit);
    connect(m_address, &QLineEdit::returnPressed, this, &StartPage::submit);
    connect(m_address, &QLineEdit::textEdited, m_problem, &QLabel::hide);
    connect(m_offer, &QPushButton::clicked, this, &StartPage::offerAccepted);
    setFocusProxy(m_address);
}

QLayout *StartPage::buildAddressRow()
{
    m_address->setObjectName(QStringLiteral("addressField"));
    m_address->setAccessibleName(tr("Address of the camera"));
    m_address->setPlaceholderText(defaultAddress());
    m_address->setClearButtonEnabled(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_address, 1);
    row->addWidget(m_connect);
    return row;
}

QWidget *StartPage::buildColumn()
{
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
    column->addLayout(buildAddressRow());
    column->addWidget(m_problem);
    column->addWidget(m_offer, 0, Qt::AlignHCenter);
    auto *test =
        makeButton(QStringLiteral("testStreamButton"), tr("Show me the test picture"), inner);
    test->setFlat(true);
    column->addWidget(test, 0, Qt::AlignHCenter);
    connect(test, &QPushButton::clicked, this, &StartPage::testStreamRequested);
    return inner;
}

void StartPage::offer(const QString &camera)
{
    m_offer->setText(tr("Play “%1”").arg(camera));
    m_offer->setHidden(camera.isEmpty());
    setFocusProxy(camera.isEmpty() ? static_cast<QWidget *>(m_address) : m_offer);
}

void StartPage::continueFrom(const StreamUrl &url)
{
    StreamUrl bare = url;
    bare.setCredentials({}, {});
    // A secret in its query is starred: that address has to be pasted again.
    if (StreamUrl::parse(bare.display()) == bare)
        m_address->setText(bare.display());
    m_address->selectAll();
    m_address->setFocus();
}

void StartPage::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setHidden(sentence.isEmpty());
}

void StartPage::submit()
{
    const QString typed = m_address->text().trimmed();
    const Expected<StreamUrl> url = StreamUrl::parse(typed.isEmpty() ? defaultAddress() : typed);
    if (!url)
        return showProblem(sentence(url.error()));
    showProblem({});
    // It may hold a password, which is not to be read over a shoulder the next time.
    if (url->hasCredentials())
        m_address->clear();
    Q_EMIT connectRequested(*url);
}

} // namespace oriel
