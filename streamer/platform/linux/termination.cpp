#include "platform/termination.h"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace oriel {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM};

std::atomic<int> g_writeEnd{-1};
static_assert(std::atomic<int>::is_always_lock_free);

void onSignal(int)
{
    const int saved = errno;
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(g_writeEnd.load(), &byte, 1);
    // The next one finds the default action, which needs no event loop that still runs.
    for (const int number : kSignals)
        ::signal(number, SIG_DFL);
    errno = saved;
}

} // namespace

Termination::Termination(QObject *parent) : QObject(parent)
{
    if (::pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    g_writeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Termination::onReadable);
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : kSignals)
        ::sigaction(number, &action, nullptr);
}

Termination::~Termination()
{
    if (m_pipe[0] < 0)
        return;
    for (const int number : kSignals)
        ::signal(number, SIG_DFL);
    m_notifier.reset();
    g_writeEnd = -1;
    for (const int end : m_pipe)
        ::close(end);
}

void Termination::onReadable()
{
    char byte = 0;
    while (::read(m_pipe[0], &byte, 1) > 0) {
    }
    Q_EMIT requested();
}

} // namespace oriel
