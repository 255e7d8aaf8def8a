#include "platform/quit_signals.h"

#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace oriel {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

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

/// A signal that whoever started this ignores (nohup, a shell's background job) stays ignored.
void takeOver(int number, const struct sigaction &action, struct sigaction &before)
{
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN)
        ::sigaction(number, &action, nullptr);
}

} // namespace

struct QuitSignals::Platform
{
    std::array<int, 2> pipe{-1, -1};
    std::array<struct sigaction, kSignals.size()> before{};
    std::unique_ptr<QSocketNotifier> notifier;
};

QuitSignals::QuitSignals(QObject *parent) : QObject(parent), m_platform(new Platform)
{
    if (::pipe(m_platform->pipe.data()) != 0)
        return;
    for (const int end : m_platform->pipe) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    g_writeEnd = m_platform->pipe[1];
    m_platform->notifier =
        std::make_unique<QSocketNotifier>(m_platform->pipe[0], QSocketNotifier::Read);
    connect(m_platform->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(m_platform->pipe[0], &byte, 1) > 0) {
        }
        Q_EMIT quitRequested();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        takeOver(kSignals[i], action, m_platform->before[i]);
}

QuitSignals::~QuitSignals()
{
    if (m_platform->pipe[0] < 0)
        return;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        ::sigaction(kSignals[i], &m_platform->before[i], nullptr);
    m_platform->notifier.reset();
    g_writeEnd = -1;
    for (const int end : m_platform->pipe)
        ::close(end);
}

} // namespace oriel
