#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace oriel::test {

/// A real RTSP server that nobody here wrote, on loopback ports of its own: MediaMTX where
/// `mediamtx` is on the PATH, and the relay on gortsplib where the build found Go
/// (ORIEL_RELAY in the environment).
class RelayProcess
{
public:
    /// Names of those that can be had here: "mediamtx", "relay".
    [[nodiscard]] static QStringList available();

    /// `address` is "127.0.0.1" or "::1". Credentials are asked of readers and publishers.
    explicit RelayProcess(QString kind, QString address = QStringLiteral("127.0.0.1"),
                          QString user = {}, QString password = {});
    ~RelayProcess();

    /// RTSPS alone, with this certificate and key (PEM files). Before start().
    void encrypt(const QString &certificate, const QString &key);
    /// Starts it, again on the same ports after kill(); false if it does not listen in time.
    [[nodiscard]] bool start();
    void kill();   ///< SIGKILL.
    void freeze(); ///< SIGSTOP.
    void thaw();   ///< SIGCONT.

    [[nodiscard]] QString url(const QString &path = QStringLiteral("cam"),
                              const QString &credentials = {}) const;
    [[nodiscard]] QByteArray log() const { return m_log; }

private:
    void startMediaMtx();
    void startRelay();

    QString m_kind, m_address, m_user, m_password;
    QString m_certificate, m_key; ///< Empty without encryption.
    quint16 m_port = 0;
    quint16 m_rtpPort = 0; ///< RTCP is on the next.
    std::unique_ptr<QProcess> m_process;
    QByteArray m_log;
};

} // namespace oriel::test
