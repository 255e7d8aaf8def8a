#pragma once

#include "publish/publish_session.h"
#include "rtsp/rtsp_server.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace oriel {

/// Where access units go: to an RTSP server, to readers of our own server, or to both. Told
/// neither, it finds out once: it publishes to kUsualUrl, and serves that path itself where nothing
/// has listened there for kSearch. Lives in the encoding thread; nothing blocks.
class Destination : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        std::optional<StreamUrl> publish; ///< With its credentials.
        std::optional<RtspServer::Options> serve;
        PublishSession::Transport transport = PublishSession::Transport::Auto;
        QString user, password; ///< For what is found out.
    };

    static constexpr auto kUsualUrl = "rtsp://localhost:8554/ES_MTX";
    static constexpr std::chrono::milliseconds kSearch{2000};

    /// `usualUrl` and its port are what is tried where `options` name nothing.
    explicit Destination(Options options, QString usualUrl = QLatin1String(kUsualUrl),
                         QObject *parent = nullptr);
    ~Destination() override;

    /// Opens the server where one was asked for. Fails as RtspServer::listen() does.
    [[nodiscard]] Expected<void> listen();
    /// To be called once, with the parameter sets of the first picture.
    void start(const h264::ParameterSets &sets);
    /// Those of a keyframe, for who connects from now on. After start().
    void setParameterSets(const h264::ParameterSets &sets);
    /// Returns whether the access unit went out to anybody; what was dropped is counted.
    bool send(QByteArrayView annexB, bool keyframe, const PictureTime &time);
    /// stopped() follows within RtspPublisher::kTeardownDeadline.
    void stop();

    [[nodiscard]] bool isStarted() const { return m_started; }
    [[nodiscard]] bool isServing() const { return m_server != nullptr; }
    [[nodiscard]] int readers() const { return m_server ? m_server->readers() : 0; }
    [[nodiscard]] int reconnects() const { return m_session ? m_session->reconnects() : 0; }
    /// Access units that a publishing connection could not take.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    /// Why nothing was ever published, where that was to be; None where it was, or is served alone.
    [[nodiscard]] Error unpublished() const;
    /// For the log: "published to rtsp://…", "2 readers".
    [[nodiscard]] QString describe() const;

Q_SIGNALS:
    void keyframeWanted();
    void failed(const oriel::Error &error); ///< Final. Publishing gave up, and nothing is served.
    void stopped();                         ///< Final, after stop().

private:
    [[nodiscard]] Expected<void> serve(const RtspServer::Options &options);
    void publish(const StreamUrl &url);
    void onGaveUp(const Error &error);
    void decide();

    Options m_options;
    QString m_usualUrl;
    std::unique_ptr<PublishSession> m_session;
    std::unique_ptr<RtspServer> m_server;
    h264::ParameterSets m_sets;
    QTimer m_search;
    std::uint64_t m_dropped = 0;
    bool m_started = false;
    bool m_gaveUp = false; ///< Publishing did; serving goes on.
};

} // namespace oriel
