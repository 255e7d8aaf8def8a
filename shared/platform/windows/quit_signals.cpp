#include "platform/quit_signals.h"

#include <atomic>
#include <windows.h>

namespace oriel {

namespace {

std::atomic<QuitSignals *> g_receiver{nullptr};

BOOL WINAPI onConsoleEvent(DWORD)
{
    // Runs in a thread of its own.
    if (QuitSignals *receiver = g_receiver.load())
        QMetaObject::invokeMethod(receiver, &QuitSignals::quitRequested, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

struct QuitSignals::Platform
{
};

QuitSignals::QuitSignals(QObject *parent) : QObject(parent), m_platform(new Platform)
{
    g_receiver = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

QuitSignals::~QuitSignals()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    g_receiver = nullptr;
}

} // namespace oriel
