#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <memory>

namespace oriel::test {

/// A live H.264 stream made by libx264: a picture every 33 ms, and keyframes only when asked for.
class LiveEncoder : public QObject
{
    Q_OBJECT
public:
    enum class Content {
        Still, ///< A few kbit/s.
        Noise, ///< Some 50 Mbit/s.
    };

    LiveEncoder(int width, int height, Content content);
    ~LiveEncoder() override;

    void start() { m_timer.start(kInterval); }
    void stop() { m_timer.stop(); }
    void forceKeyframe() { m_force = true; }
    /// The first picture, encoded without waiting for the timer; for its parameter sets.
    [[nodiscard]] QByteArray encodeNow();

    static constexpr std::chrono::milliseconds kInterval{33};

Q_SIGNALS:
    void encoded(const QByteArray &annexB, bool keyframe, oriel::WallTime captured);

private:
    struct Codec;

    QByteArray encode(bool &keyframe);
    void paint();

    std::unique_ptr<Codec> m_codec;
    Content m_content;
    QTimer m_timer;
    std::int64_t m_frame = 0;
    bool m_force = true;
};

} // namespace oriel::test
