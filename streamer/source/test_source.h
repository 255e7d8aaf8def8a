#pragma once

#include "source/frame_source.h"
#include "source/test_pattern.h"

#include <QSize>

#include <atomic>
#include <functional>
#include <thread>

namespace oriel {

class FramePool;

/// Makes test pictures in a thread of its own, the nth due at start + n/fps: no drift, and after a
/// pause what was missed is left out instead of made up for. Each goes into the mailbox, stamped
/// with the machine-readable clock as the last thing; that instant is its capture time.
class TestSource final : public FrameSource
{
public:
    struct Format
    {
        QSize size{640, 480};
        double framesPerSecond = 30;
    };

    /// `wake` is called in the source's thread when a frame came into the empty mailbox.
    TestSource(Format format, FrameMailbox mailbox, std::function<void()> wake);

    void start() override;
    /// Ends the thread within one frame's drawing; the destructor does so too.
    void stop() override;

    [[nodiscard]] std::uint64_t captured() const override { return m_captured; } ///< Any thread.
    [[nodiscard]] std::uint64_t missed() const override { return m_missed; }     ///< Any thread.

private:
    void run(const std::stop_token &stop);
    void capture(TestPattern &pattern, FramePool &pool, std::uint32_t number);

    Format m_format;
    FrameMailbox m_mailbox;
    std::function<void()> m_wake;
    std::atomic<std::uint64_t> m_captured = 0, m_missed = 0;
    std::jthread m_thread; // last: it uses the others until it is joined
};

} // namespace oriel
