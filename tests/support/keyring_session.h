#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace oriel::test {

/// A session of a person who is logged in: a home, a session bus on which nothing starts by itself,
/// and on it a real Secret Service, gnome-keyring. Nothing of the machine's own session is touched.
class KeyringSession
{
public:
    /// Whether its programs are installed.
    [[nodiscard]] static bool isAvailable();

    KeyringSession();
    ~KeyringSession();
    Q_DISABLE_COPY_MOVE(KeyringSession)

    [[nodiscard]] bool startBus();

    /// Waits until it is on the bus. It is unlocked with its password, or locked if it was unlocked
    /// once before.
    [[nodiscard]] bool startKeyring(bool isUnlocked = true);
    void stopKeyring();
    void freezeKeyring(); ///< SIGSTOP.
    void thawKeyring();   ///< SIGCONT.

    /// Answers the keyring when it wants to show its window, and never shows one.
    [[nodiscard]] bool startSlowPrompter();

    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QString home() const { return m_home.path(); }
    /// The names of files anywhere in the home that hold these bytes.
    [[nodiscard]] QStringList filesWith(const QByteArray &bytes) const;

private:
    [[nodiscard]] bool waitForName(const QString &name) const;

    QTemporaryDir m_home;
    QString m_address;
    std::unique_ptr<QProcess> m_bus, m_keyring, m_prompter;
};

} // namespace oriel::test
