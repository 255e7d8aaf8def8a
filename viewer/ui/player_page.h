#pragma once

#include "playback/playback_session.h"
#include "playback/statistics.h"
#include "ui/message_card.h"
#include "ui/overlay_chip.h"
#include "ui/overlay_panel.h"
#include "ui/video_view.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace oriel {

/// The picture and what stands on it: the overlay while it plays; while it does not, a card that
/// says why and the age of the last picture. GUI thread.
class PlayerPage : public QWidget
{
    Q_OBJECT
public:
    /// How often the overlay is drawn anew.
    static constexpr std::chrono::milliseconds kOverlayInterval{250};
    /// How often the card and the badge are.
    static constexpr std::chrono::milliseconds kTick{100};
    /// A connection that comes about sooner is not worth a message.
    static constexpr std::chrono::milliseconds kPatience{400};

    /// Both outlive the page.
    PlayerPage(PlaybackSession &session, Statistics &statistics, PainterKind painter,
               QWidget *parent = nullptr);

    /// Before another stream is opened: its predecessor's picture and ages are not its own.
    void forgetPicture();
    /// A word about it, while the session waits for that.
    void setAwaitsKeychain(bool awaits);
    void setOverlayMode(overlay::Mode mode);
    /// None, compact, full, and again.
    void cycleOverlay();
    [[nodiscard]] overlay::Mode overlayMode() const { return m_overlay; }
    /// The figures as lines, for the clipboard.
    [[nodiscard]] QString figuresText() const;
    [[nodiscard]] const VideoView &view() const { return *m_view; }

    /// What the card says in a state; an empty title: nothing.
    [[nodiscard]] static MessageCard::Message message(const PlaybackSession::Status &status,
                                                      const QString &host, SteadyTime now);

Q_SIGNALS:
    void doubleClicked();
    /// The person wants another address.
    void addressRequested();
    void passwordRequested();
    /// The person wants to see the certificate that the error names.
    void certificateRequested();
    /// And to see where the way to it ends.
    void testRequested();
    /// The first picture, and each one of another size.
    void pictureSizeChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void onFrameReady();
    void onStatus();
    void tick();
    [[nodiscard]] OverlayFigures figures(SteadyTime now) const;
    void refreshOverlay(SteadyTime now);
    void showOverlay();
    [[nodiscard]] bool showsPanel() const;
    [[nodiscard]] QRegion overlayRegion() const;
    void onCardOther();
    void placeCard();
    void placeBadge();

    PlaybackSession &m_session;
    Statistics &m_statistics;
    VideoView *m_view;
    OverlayChip *m_chip;
    OverlayPanel *m_panel;
    MessageCard *m_card;
    QLabel *m_badge;
    QTimer m_tick;
    SteadyTime m_waitingSince, m_lastPainted, m_overlayDrawn;
    QRegion m_overlayDirty;
    QSize m_pictureSize;
    bool m_awaitsKeychain = false;
    overlay::Mode m_overlay = overlay::Mode::Compact;
};

} // namespace oriel
