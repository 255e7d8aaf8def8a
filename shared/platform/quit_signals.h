#pragma once

#include <QObject>

#include <memory>

namespace oriel {

/// Turns the requests of the operating system to end (SIGINT, SIGTERM and SIGHUP; console events on
/// Windows) into a signal of the thread it was made in. A second request ends the process at once.
/// One object at a time.
class QuitSignals : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void quitRequested();

private:
    struct Platform;
    std::unique_ptr<Platform> m_platform;
};

} // namespace oriel
