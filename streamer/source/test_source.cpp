#include "source/test_source.h"

#include "source/frame_pool.h"
#include "source/machine_clock.h"

#include <condition_variable>
#include <mutex>

namespace oriel {

namespace {

/// The nth instant of a rate, counted from start.
class Pace
{
public:
    explicit Pace(double perSecond) : m_perSecond(perSecond) {}

    [[nodiscard]] SteadyTime due(std::uint64_t n) const
    {
        const std::chrono::duration<double> since(static_cast<double>(n) / m_perSecond);
        return m_start + std::chrono::duration_cast<SteadyClock::duration>(since);
    }

    /// The next instant after the nth that is still to come.
    [[nodiscard]] std::uint64_t after(std::uint64_t n) const
    {
        const std::chrono::duration<double> since = SteadyClock::now() - m_start;
        return std::max(n + 1, static_cast<std::uint64_t>(since.count() * m_perSecond));
    }

private:
    SteadyTime m_start = SteadyClock::now();
    double m_perSecond;
};

} // namespace

TestSource::TestSource(Format format, FrameMailbox mailbox, std::function<void()> wake)
    : m_format(format)
    , m_mailbox(std::move(mailbox))
    , m_wake(std::move(wake))
{
}

void TestSource::start()
{
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void TestSource::stop()
{
    m_thread = {};
}

void TestSource::run(const std::stop_token &stop)
{
    TestPattern pattern(m_format.size, m_format.framesPerSecond);
    FramePool pool(m_format.size);
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    const Pace pace(m_format.framesPerSecond);
    std::uint64_t n = 0;
    while (!stop.stop_requested()) {
        capture(pattern, pool, static_cast<std::uint32_t>(m_captured.load()));
        const std::uint64_t next = pace.after(n);
        m_missed += next - n - 1;
        n = next;
        // Nothing but the stop request ends the wait early.
        stopped.wait_until(lock, stop, pace.due(n), [] { return false; });
    }
}

void TestSource::capture(TestPattern &pattern, FramePool &pool, std::uint32_t number)
{
    RawFrame frame{pool.take(), {}, number};
    pattern.draw(*frame.picture, number, wallNow());
    frame.captured = wallNow();
    machine_clock::stamp(*frame.picture, frame.captured);
    ++m_captured;
    if (m_mailbox->put(std::move(frame)))
        m_wake();
}

} // namespace oriel
