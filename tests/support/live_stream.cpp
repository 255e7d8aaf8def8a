#include "live_stream.h"

#include "h26x/nal.h"
#include "h26x/timing_sei.h"

namespace oriel::test {

LiveStream::LiveStream(X264Encoder::Options options, RtspServer::Options server)
    : m_encoding(options)
    , m_options(std::move(server))
{
    m_options.address = QHostAddress::LocalHost;
    if (m_options.port == RtspServer::Options().port)
        m_options.port = 0;
    m_timer.setInterval(33);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LiveStream::send);
}

void LiveStream::start()
{
    m_encoder = std::make_unique<X264Encoder>(m_encoding);
    m_server = std::make_unique<RtspServer>(m_options);
    if (const Expected<void> listening = m_server->listen(); !listening)
        qFatal("%s", qPrintable(sentence(listening.error())));
    m_options.port = m_server->port();
    send();
    m_timer.start();
}

void LiveStream::close()
{
    m_timer.stop();
    m_server->close();
    m_server.reset();
}

QString LiveStream::url(const QString &credentials) const
{
    const QString user = credentials.isEmpty() ? QString() : credentials + u'@';
    return QStringLiteral("rtsp://") + user + QStringLiteral("127.0.0.1:") +
           QString::number(m_options.port) + QString::fromUtf8(m_options.path);
}

void LiveStream::send()
{
    h264::FrameTiming timing;
    timing.captured = wallNow();
    const AccessUnit unit = m_encoder->next();
    timing.encoded = timing.sent = wallNow();
    timing.clockSynchronised = true;
    if (unit.keyframe)
        m_server->setParameterSets(h264::ParameterSets::fromAnnexB(unit.annexB));
    QByteArray annexB(h264::kStartCode, sizeof(h264::kStartCode));
    annexB += h264::writeTimingSei(timing) + unit.annexB;
    m_server->send(annexB, unit.keyframe, timing.captured);
}

} // namespace oriel::test
