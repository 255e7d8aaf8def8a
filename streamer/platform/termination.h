#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <memory>

namespace oriel {

/// Turns the first SIGINT or SIGTERM into a signal of the thread it was made in; the second ends
/// the process at once. One at a time.
class Termination : public QObject
{
    Q_OBJECT
public:
    explicit Termination(QObject *parent = nullptr);
    ~Termination() override;

Q_SIGNALS:
    void requested();

private:
    void onReadable();

    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace oriel
