#pragma once

#include "rtsp/rtsp_server.h"
#include "x264_encoder.h"

#include <QTimer>

#include <memory>

namespace oriel::test {

/// A server on loopback with a moving picture, 30 of them a second, each with its timing.
class LiveStream : public QObject
{
    Q_OBJECT
public:
    explicit LiveStream(X264Encoder::Options options = {}, RtspServer::Options server = {});

    /// Serves on the same port as before, if it ever did.
    void start();
    /// Goes away as a server that is stopped.
    void close();
    /// Stays, and sends nothing more until resume().
    void pause() { m_timer.stop(); }
    void resume() { m_timer.start(); }

    [[nodiscard]] QString url(const QString &credentials = {}) const;
    [[nodiscard]] int readers() const { return m_server ? m_server->readers() : 0; }

private:
    void send();

    X264Encoder::Options m_encoding;
    RtspServer::Options m_options;
    std::unique_ptr<X264Encoder> m_encoder;
    std::unique_ptr<RtspServer> m_server;
    QTimer m_timer;
};

} // namespace oriel::test
