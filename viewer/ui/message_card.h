#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace oriel {

/// A card on top of the picture: what the matter is, what Oriel does about it, and the next step to
/// take. Its text can be selected. GUI thread.
class MessageCard : public QFrame
{
    Q_OBJECT
public:
    static constexpr int kMaxWidth = 620;

    enum class Tone { Neutral, Warning, Error };
    struct Message
    {
        Tone tone = Tone::Neutral;
        QString title;
        QString body;
        QString action;  ///< Label of the button; none when empty.
        QString details; ///< What "Copy details" copies; no button when empty.
        QString other;   ///< Label of a second way out; no button when empty.
        QString test;    ///< Label of the button that looks closer; none when empty.
    };

    explicit MessageCard(QWidget *parent);

    /// Shows after place(). Cheap when nothing changed.
    void setMessage(const Message &message);
    /// Lays the text out in the middle of `area`, or at its bottom where a picture is to be left to
    /// be seen. A word that is wider than the card is cut in its middle.
    void place(const QRect &area, Qt::Alignment vertical);

Q_SIGNALS:
    void actionTriggered();
    void otherTriggered();
    void testTriggered();

private:
    void copyDetails();

    Message m_message;
    QLabel *m_title, *m_body;
    QPushButton *m_action, *m_other, *m_test, *m_copy;
    QWidget *m_buttons;
};

} // namespace oriel
