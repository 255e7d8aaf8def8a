#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace oriel::test {

/// GStreamer's RTSP server with a live test picture (gst_rtsp_server.py, which knows the options;
/// ORIEL_GST_RTSP_SERVER in the environment). Ends with the object.
class GstServer
{
public:
    explicit GstServer(const QStringList &options = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start("/usr/bin/python3",
                        QStringList{qEnvironmentVariable("ORIEL_GST_RTSP_SERVER")} + options);
        while (!m_output.contains('\n') && m_process.waitForReadyRead(15000))
            m_output += m_process.readAllStandardOutput();
    }
    ~GstServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] QString url(const QString &credentials = {}) const
    {
        const QByteArray address = m_output.trimmed().split(' ').value(1);
        return QStringLiteral("rtsp://%1%2/test").arg(credentials, QString::fromLatin1(address));
    }

private:
    QProcess m_process;
    QByteArray m_output;
};

} // namespace oriel::test
