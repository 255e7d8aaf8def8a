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

} // namespace

StartPage::StartPage(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("startPage"));
    setStyleSheet(theme::startPageStyleSheet());
    m_address = new QLineEdit(this);
    m_address->setObjectName(QStringLiteral("addressField"));
    m_address->setPlaceholderText(defaultAddress());
    m_address->setClearButtonEnabled(true);
    m_address->setAccessibleName(tr("Address of the camera"));
    auto *button = new QPushButton(tr("Connect"), this);
    button->setObjectName(QStringLiteral("connectButton"));
    button->setCursor(Qt::PointingHandCursor);
    m_problem = makeLabel(QStringLiteral("startProblem"), {}, this);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);

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
    column->addWidget(m_problem);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(inner, 14, Qt::AlignVCenter);
    outer->addStretch(1);

    connect(button, &QPushButton::clicked, this, &StartPage::submit);
    connect(m_address, &QLineEdit::returnPressed, this, &StartPage::submit);
    connect(m_address, &QLineEdit::textEdited, m_problem, &QLabel::clear);
    setFocusProxy(m_address);
}

void StartPage::submit()
{
    const QString typed = m_address->text().trimmed();
    const Expected<StreamUrl> url = StreamUrl::parse(typed.isEmpty() ? defaultAddress() : typed);
    if (!url) {
        m_problem->setText(sentence(url.error()));
        return;
    }
    m_problem->clear();
    Q_EMIT connectRequested(*url);
}

} // namespace oriel
