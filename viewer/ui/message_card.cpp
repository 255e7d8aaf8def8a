#include "ui/message_card.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

#include <algorithm>

namespace oriel {

namespace {

constexpr int kPadding = 16;
constexpr int kBorder = 5; ///< Left and right, of the style sheet.

QLabel *makeLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setCursor(Qt::IBeamCursor);
    return label;
}

QPushButton *makeButton(const QString &name, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(name);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

/// Labels break lines between words only, and an address may be one long word.
void cutLongWords(QLabel &label, const QString &text, int width)
{
    const QFontMetrics metrics = label.fontMetrics();
    QStringList words = text.split(u' ');
    for (QString &word : words)
        word = metrics.elidedText(word, Qt::ElideMiddle, width);
    if (const QString fitting = words.join(u' '); label.text() != fitting)
        label.setText(fitting);
}

const char *toneName(MessageCard::Tone tone)
{
    switch (tone) {
    case MessageCard::Tone::Neutral:
        return "neutral";
    case MessageCard::Tone::Warning:
        return "warning";
    case MessageCard::Tone::Error:
        return "error";
    }
    Q_UNREACHABLE();
}

} // namespace

MessageCard::MessageCard(QWidget *parent)
    : QFrame(parent)
    , m_title(makeLabel(QStringLiteral("messageTitle"), this))
    , m_body(makeLabel(QStringLiteral("messageBody"), this))
    , m_buttons(new QWidget(this))
{
    setObjectName(QStringLiteral("messageCard"));
    setCursor(Qt::ArrowCursor);
    m_action = makeButton(QStringLiteral("messageAction"), m_buttons);
    m_other = makeButton(QStringLiteral("messageOther"), m_buttons);
    m_test = makeButton(QStringLiteral("messageTest"), m_buttons);
    m_copy = makeButton(QStringLiteral("messageCopy"), m_buttons);
    m_copy->setText(tr("Copy details"));
    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 4, 0, 0);
    row->addWidget(m_action);
    row->addWidget(m_other);
    row->addWidget(m_test);
    row->addWidget(m_copy);
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kPadding, 12, kPadding, 12);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_body);
    column->addWidget(m_buttons);
    connect(m_action, &QPushButton::clicked, this, &MessageCard::actionTriggered);
    connect(m_other, &QPushButton::clicked, this, &MessageCard::otherTriggered);
    connect(m_test, &QPushButton::clicked, this, &MessageCard::testTriggered);
    connect(m_copy, &QPushButton::clicked, this, &MessageCard::copyDetails);
}

void MessageCard::setMessage(const Message &message)
{
    if (message.tone != m_message.tone || dynamicPropertyNames().isEmpty()) {
        setProperty("tone", QLatin1String(toneName(message.tone)));
        style()->unpolish(this);
        style()->polish(this);
    }
    m_body->setHidden(message.body.isEmpty());
    if (m_action->text() != message.action)
        m_action->setText(message.action);
    m_action->setHidden(message.action.isEmpty());
    if (m_other->text() != message.other)
        m_other->setText(message.other);
    m_other->setHidden(message.other.isEmpty());
    if (m_test->text() != message.test)
        m_test->setText(message.test);
    m_test->setHidden(message.test.isEmpty());
    m_copy->setHidden(message.details.isEmpty());
    m_buttons->setHidden(message.action.isEmpty() && message.other.isEmpty() &&
                         message.test.isEmpty() && message.details.isEmpty());
    m_message = message;
}

void MessageCard::place(const QRect &area, Qt::Alignment vertical)
{
    constexpr int kMargin = 24;
    const int width = std::clamp(area.width() - 2 * kMargin, 160, kMaxWidth);
    ensurePolished();
    const int textWidth = width - 2 * kPadding - kBorder;
    cutLongWords(*m_title, m_message.title, textWidth);
    cutLongWords(*m_body, m_message.body, textWidth);
    const int height = std::max(layout()->totalHeightForWidth(width), 0);
    QRect place = QStyle::alignedRect(Qt::LeftToRight, Qt::AlignHCenter | vertical, {width, height},
                                      area.adjusted(0, 0, 0, -kMargin));
    place.moveTop(std::max(place.top(), area.top()));
    setGeometry(place);
}

void MessageCard::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_message.details);
}

} // namespace oriel
