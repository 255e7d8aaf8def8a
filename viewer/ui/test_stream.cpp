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
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail(tr("oriel-streamer does not get ready. Try once more.")); });
    connect(&m_streamer, &QProcess::readyRead, this, &TestStream::onOutput);
    connect(&m_streamer, &QProcess::errorOccurred, this, [this] {
        fail(tr("oriel-streamer cannot be started: %1. Install it anew.")
                 .arg(m_streamer.errorString()));
    });
    connect(&m_streamer, &QProcess::finished, this,
            [this] { fail(tr("oriel-streamer ended by itself. Try once more.")); });
}

TestStream::~TestStream()
{
    m_streamer.disconnect(this);
    end();
}

/// It holds nothing that could be lost, so it need not be asked.
void TestStream::end()
{
    m_state = State::Idle;
    if (m_streamer.state() == QProcess::NotRunning)
        return;
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
    if (m_state == State::Serving)
        Q_EMIT ready(StreamUrl::parse(m_url).value());
    if (m_state != State::Idle)
        return;
    m_state = State::Starting;
    const QString program = findStreamer();
    if (program.isEmpty())
        return fail(tr("The test picture comes from oriel-streamer, which is not installed. "
                       "Install that too."));
    const QString place = QStringLiteral("127.0.0.1:%1/test").arg(freePort());
    m_url = QStringLiteral("rtsp://") + place;
    m_said.clear();
    m_deadline.start();
    m_streamer.start(program, {QStringLiteral("--serve"), place});
}

void TestStream::onOutput()
{
    const QByteArray said = m_streamer.readAll();
    if (m_state != State::Starting)
        return;
    m_said += said;
    if (!m_said.contains(m_url.toLatin1()))
        return;
    m_state = State::Serving;
    m_deadline.stop();
    Q_EMIT ready(StreamUrl::parse(m_url).value());
}

void TestStream::fail(const QString &sentence)
{
    m_deadline.stop();
    const bool wasStarting = m_state == State::Starting;
    end();
    if (wasStarting)
        Q_EMIT failed(sentence);
}

} // namespace oriel
