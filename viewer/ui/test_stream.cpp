#include "ui/test_stream.h"

#include "platform/child_process.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTcpServer>

namespace oriel {

namespace {

const QString kProgram = QStringLiteral("oriel-streamer");

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

} // namespace

TestStream::TestStream(QObject *parent) : QObject(parent)
{
    m_streamer.setProcessChannelMode(QProcess::MergedChannels);
    child_process::prepare(m_streamer);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(kPatience);
    connect(&m_deadline, &QTimer::timeout, this, [this] { fail(tr("it does not answer")); });
    connect(&m_streamer, &QProcess::readyRead, this, &TestStream::onOutput);
    connect(&m_streamer, &QProcess::errorOccurred, this,
            [this] { fail(m_streamer.errorString()); });
    connect(&m_streamer, &QProcess::finished, this, [this] { fail(tr("it ended at once")); });
}

TestStream::~TestStream()
{
    m_streamer.disconnect(this);
    if (m_streamer.state() == QProcess::NotRunning)
        return;
    // It holds nothing that could be lost, and nobody is to wait for it.
    m_streamer.kill();
    m_streamer.waitForFinished(1000);
}

QString TestStream::findStreamer()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &folder : {here, here + QStringLiteral("/../streamer")}) {
        const QFileInfo file(folder + u'/' + kProgram);
        if (file.isFile() && file.isExecutable())
            return file.absoluteFilePath();
    }
    return QStandardPaths::findExecutable(kProgram);
}

void TestStream::start()
{
    if (m_streamer.state() != QProcess::NotRunning && !m_starting) {
        Q_EMIT ready(StreamUrl::parse(m_url).value());
        return;
    }
    if (m_starting)
        return;
    const QString program = findStreamer();
    m_starting = true;
    if (program.isEmpty())
        return fail(tr("the program oriel-streamer is not installed"));
    const QString place = QStringLiteral("127.0.0.1:%1/test").arg(freePort());
    m_url = QStringLiteral("rtsp://") + place;
    m_said.clear();
    m_deadline.start();
    m_streamer.start(program, {QStringLiteral("--serve"), place});
}

void TestStream::onOutput()
{
    const QByteArray said = m_streamer.readAll();
    if (!m_starting)
        return;
    m_said += said;
    if (!m_said.contains(m_url.toLatin1()))
        return;
    m_starting = false;
    m_deadline.stop();
    Q_EMIT ready(StreamUrl::parse(m_url).value());
}

void TestStream::fail(const QString &reason)
{
    m_deadline.stop();
    if (std::exchange(m_starting, false))
        Q_EMIT failed({ErrorCode::SourceFailed, tr("The test picture"), reason});
}

} // namespace oriel
