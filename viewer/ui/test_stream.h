#pragma once

#include "base/stream_url.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

namespace oriel {

/// Oriel's own streamer with its test picture, as a child process on loopback: something to look at
/// where there is no camera yet. Ends with its owner. GUI thread.
class TestStream : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds kPatience{5};

    explicit TestStream(QObject *parent = nullptr);
    ~TestStream() override;

    /// ready() or failed() follows, once a call; at once where it runs already.
    void start();
    /// Beside this program, beside it in a build tree, or on the PATH; empty where there is none.
    [[nodiscard]] static QString findStreamer();

Q_SIGNALS:
    void ready(const oriel::StreamUrl &url);
    /// A sentence that says what to do.
    void failed(const QString &sentence);

private:
    enum class State { Idle, Starting, Serving };

    void onOutput();
    void fail(const QString &sentence);
    void end();

    QProcess m_streamer;
    QTimer m_deadline;
    QString m_url;
    QByteArray m_said; ///< Until it serves.
    State m_state = State::Idle;
};

} // namespace oriel
