#include "ui/player_page.h"

#include "ui/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace oriel {

namespace {

using State = PlaybackSession::State;
using namespace std::chrono_literals;

constexpr int kMargin = 12;

QString seconds(SteadyClock::duration time, int digits)
{
    const double value = std::max(std::chrono::duration<double>(time).count(), 0.0);
    return QString::number(value, 'f', digits);
}

/// The error's first sentence as the title, the rest of it as the body.
MessageCard::Message describe(const Error &error)
{
    const QString text = sentence(error);
    const qsizetype end = text.indexOf(QLatin1String(". "));
    MessageCard::Message message;
    message.tone = MessageCard::Tone::Warning;
    message.title = end < 0 ? text : text.first(end + 1);
    message.body = end < 0 ? QString() : text.sliced(end + 2);
    message.details = errorName(error.code) + QStringLiteral(": ") + text;
    if (!error.detail.isEmpty())
        message.details += QStringLiteral(" (%1)").arg(error.detail);
    return message;
}

MessageCard::Message keychainMessage()
{
    MessageCard::Message message;
    message.title = PlayerPage::tr("Waiting for the password from the keychain…");
    message.body = PlayerPage::tr("It may be locked, and ask for its own password.");
    return message;
}

void append(QString &body, const QString &text)
{
    body = body.isEmpty() ? text : body + u' ' + text;
}

} // namespace

PlayerPage::PlayerPage(PlaybackSession &session, Statistics &statistics, PainterKind painter,
                       QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_statistics(statistics)
    , m_view(VideoView::create(painter, this))
    , m_chip(new OverlayChip(m_view))
    , m_panel(new OverlayPanel(m_view))
    , m_card(new MessageCard(m_view))
    , m_badge(new QLabel(m_view))
{
    setObjectName(QStringLiteral("playerPage"));
    m_card->setStyleSheet(theme::playerStyleSheet());
    m_card->hide();
    m_badge->setObjectName(QStringLiteral("ageBadge"));
    m_badge->setStyleSheet(theme::playerStyleSheet());
    m_badge->hide();
    for (QWidget *overlay : {static_cast<QWidget *>(m_chip), static_cast<QWidget *>(m_panel)}) {
        overlay->move(kMargin, kMargin);
        overlay->hide();
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);

    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &PlayerPage::tick);
    connect(&m_session, &PlaybackSession::frameReady, this, &PlayerPage::onFrameReady);
    connect(&m_session, &PlaybackSession::statusChanged, this, &PlayerPage::onStatus);
    connect(m_card, &MessageCard::actionTriggered, &m_session, &PlaybackSession::tryNow);
    connect(m_card, &MessageCard::otherTriggered, this, &PlayerPage::onCardOther);
    connect(m_card, &MessageCard::testTriggered, this, &PlayerPage::testRequested);
    connect(m_view, &VideoView::doubleClicked, this, &PlayerPage::doubleClicked);
    m_waitingSince = SteadyClock::now();
    onStatus();
}

void PlayerPage::forgetPicture()
{
    m_view->clear();
    m_badge->hide();
    m_statistics.forgetAges();
}

void PlayerPage::cycleOverlay()
{
    using overlay::Mode;
    switch (m_overlay) {
    case Mode::Off:
        return setOverlayMode(Mode::Compact);
    case Mode::Compact:
        return setOverlayMode(Mode::Full);
    case Mode::Full:
        return setOverlayMode(Mode::Off);
    }
}

void PlayerPage::setOverlayMode(overlay::Mode mode)
{
    m_overlay = mode;
    showOverlay();
}

void PlayerPage::showOverlay()
{
    const bool live = m_session.status().state == State::Playing;
    const bool shown = live && m_overlay != overlay::Mode::Off;
    if (shown && m_chip->isHidden() && m_panel->isHidden())
        refreshOverlay(SteadyClock::now());
    m_chip->setVisible(shown && !showsPanel());
    m_panel->setVisible(shown && showsPanel());
}

bool PlayerPage::showsPanel() const
{
    // What would be cut off says less than the compact one.
    const QSize room = size() - QSize(2 * kMargin, 2 * kMargin);
    return m_overlay == overlay::Mode::Full && m_panel->width() <= room.width() &&
           m_panel->height() <= room.height();
}

QString PlayerPage::figuresText() const
{
    return overlay::plainText(figures(SteadyClock::now()));
}

void PlayerPage::setAwaitsKeychain(bool awaits)
{
    m_awaitsKeychain = awaits;
    onStatus();
}

QRegion PlayerPage::overlayRegion() const
{
    return showsPanel() ? m_panel->geometry() : m_chip->geometry();
}

void PlayerPage::onCardOther()
{
    const ErrorCode code = m_session.status().error.code;
    if (isAboutPassword(code))
        Q_EMIT passwordRequested();
    else if (isAboutCertificate(code))
        Q_EMIT certificateRequested();
    else
        Q_EMIT addressRequested();
}

void PlayerPage::onFrameReady()
{
    std::optional<VideoFrame> frame = m_session.takeFrame();
    if (!frame)
        return;
    const bool painted = m_view->present(std::move(*frame), std::exchange(m_overlayDirty, {}));
    m_lastPainted = SteadyClock::now();
    if (painted)
        m_statistics.onPainted(*m_view->frame(), wallNow(), m_lastPainted);
    m_view->readyForNext();
    if (m_overlay != overlay::Mode::Off && m_lastPainted - m_overlayDrawn >= kOverlayInterval)
        refreshOverlay(m_lastPainted);
    if (const QSize size = m_view->sizeHint(); size != m_pictureSize) {
        m_pictureSize = size;
        Q_EMIT pictureSizeChanged();
    }
}

OverlayFigures PlayerPage::figures(SteadyTime now) const
{
    OverlayFigures figures = collectOverlayFigures(m_session, m_statistics, now);
    figures.painter = m_view->kind() == PainterKind::Gl
                          ? tr("OpenGL %1").arg(m_view->renderer()).trimmed()
                          : tr("raster");
    return figures;
}

void PlayerPage::refreshOverlay(SteadyTime now)
{
    m_overlayDrawn = now;
    const QRegion before = overlayRegion();
    const OverlayFigures shown = figures(now);
    if (showsPanel())
        m_panel->setFigures(shown);
    else if (!m_chip->setFigures(shown))
        return;
    m_overlayDirty += before + overlayRegion();
}

void PlayerPage::onStatus()
{
    const State state = m_session.status().state;
    const bool live = state == State::Playing;
    showOverlay();
    if (live || (state == State::Idle && !m_awaitsKeychain)) {
        m_tick.stop();
        m_card->hide();
        m_badge->hide();
        m_waitingSince = {};
        return;
    }
    if (m_waitingSince == SteadyTime{})
        m_waitingSince = SteadyClock::now();
    m_view->setDimmed(true);
    if (!m_tick.isActive())
        m_tick.start();
    tick();
}

void PlayerPage::tick()
{
    const SteadyTime now = SteadyClock::now();
    const PlaybackSession::Status &status = m_session.status();
    const bool isNews = status.error.code == ErrorCode::None && !status.unansweredSince &&
                        now - m_waitingSince < kPatience;
    const MessageCard::Message text =
        m_awaitsKeychain ? keychainMessage() : message(status, m_session.url().hostAndPort(), now);
    m_card->setMessage(text);
    placeCard();
    m_card->setVisible(!isNews && !text.title.isEmpty());
    if (m_view->frame()) {
        m_badge->setText(tr("last picture %1 s old").arg(seconds(now - m_lastPainted, 1)));
        placeBadge();
        m_badge->show();
    }
    if (status.state == State::Failed && !m_view->frame())
        m_tick.stop();
}

MessageCard::Message PlayerPage::message(const PlaybackSession::Status &status, const QString &host,
                                         SteadyTime now)
{
    const bool first = status.error.code == ErrorCode::None;
    MessageCard::Message message = first ? MessageCard::Message{} : describe(status.error);
    const QString silent =
        status.unansweredSince
            ? tr("No answer from %1 for %2 s.").arg(host, seconds(now - *status.unansweredSince, 0))
            : QString();
    switch (status.state) {
    case State::Idle:
    case State::Playing:
        return {};
    case State::Connecting:
        if (status.awaitsKeyframe)
            message = {MessageCard::Tone::Neutral,
                       tr("Connected to %1.").arg(host),
                       tr("The picture comes with the stream's next keyframe."),
                       {},
                       {},
                       {},
                       {}};
        else if (first && silent.isEmpty())
            message.title = tr("Connecting to %1…").arg(host);
        else if (first)
            message = {
                MessageCard::Tone::Warning, silent, tr("Oriel keeps trying."), {}, {}, {}, {}};
        else
            append(message.body, silent.isEmpty() ? tr("Trying again now.") : silent);
        break;
    case State::Stalled:
        append(message.body, tr("The connection is still open; Oriel connects again if nothing "
                                "comes."));
        break;
    case State::Retrying:
        append(message.body,
               tr("Oriel keeps trying: next try in %1 s.").arg(seconds(status.nextTry - now, 1)));
        message.action = tr("Try now");
        message.other = tr("Change address");
        message.test = tr("Test step by step");
        break;
    case State::Failed:
        message.tone = MessageCard::Tone::Error;
        if (isAboutPassword(status.error.code)) {
            message.other = tr("Enter password");
        } else if (isAboutCertificate(status.error.code)) {
            message.other = tr("Look at the certificate");
        } else {
            message.action = tr("Try again");
            message.other = tr("Change address");
            message.test = tr("Test step by step");
        }
        break;
    }
    return message;
}

void PlayerPage::placeCard()
{
    m_card->place(rect(), m_view->frame() ? Qt::AlignBottom : Qt::AlignVCenter);
}

void PlayerPage::placeBadge()
{
    m_badge->adjustSize();
    m_badge->move(width() - m_badge->width() - kMargin, kMargin);
}

void PlayerPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showOverlay();
    placeCard();
    placeBadge();
}

} // namespace oriel
