// A window of Oriel without the window: a process with a PasswordStore.
//
// password_tool SILENCE SIGN PERSON    the patience in milliseconds; then lines on standard input:
//   read ID                says "read FROM CODE MS PASSWORD"
//   write ID PASSWORD      says "write CODE MS"
//   keep ID PASSWORD       says "kept"
//   remove ID              says "removed" at once; the keychain follows
// Its log, with all that may be said in one, goes to standard error.

#include "base/log.h"
#include "cameras/password_store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSocketNotifier>

#include <array>
#include <cstdio>
#include <unistd.h>

using namespace oriel;

namespace {

using From = PasswordStore::Answer::From;

void say(const QString &line)
{
    std::puts(line.toUtf8().constData());
    std::fflush(stdout);
}

QString nameOf(From from)
{
    switch (from) {
    case From::Nowhere:
        return "nowhere";
    case From::Session:
        return "session";
    case From::Keychain:
        return "keychain";
    }
    Q_UNREACHABLE();
}

class Tool : public QObject
{
public:
    explicit Tool(const KeychainPatience &patience) : m_store(patience)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Tool::onInput);
    }

private:
    void onInput()
    {
        std::array<char, 4096> part{};
        const ssize_t size = ::read(STDIN_FILENO, part.data(), part.size());
        if (size <= 0)
            return QCoreApplication::quit();
        m_text.append(part.data(), size);
        for (qsizetype end = m_text.indexOf('\n'); end >= 0; end = m_text.indexOf('\n')) {
            const QString line = QString::fromUtf8(m_text.first(end));
            m_text.remove(0, end + 1);
            obey(line.section(' ', 0, 0), QUuid(line.section(' ', 1, 1)), line.section(' ', 2));
        }
    }

    void obey(const QString &verb, const QUuid &camera, const QString &password)
    {
        QElapsedTimer elapsed;
        elapsed.start();
        if (verb == "read") {
            m_store.read(camera, this, [elapsed](const PasswordStore::Answer &answer) {
                say("read " + nameOf(answer.from) + ' ' + errorName(answer.keychainError.code) +
                    ' ' + QString::number(elapsed.elapsed()) + ' ' + answer.password);
                qWarning().noquote() << sentence(answer.keychainError);
            });
        } else if (verb == "write") {
            m_store.write(camera, password, this, [elapsed](const Expected<void> &written) {
                const Error error = written ? Error() : written.error();
                say("write " + errorName(error.code) + ' ' + QString::number(elapsed.elapsed()));
                qWarning().noquote() << sentence(error);
            });
        } else if (verb == "keep") {
            m_store.keepForSession(camera, password);
            say("kept");
        } else {
            m_store.remove(camera);
            say("removed");
        }
    }

    PasswordStore m_store;
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
    QByteArray m_text;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName("Oriel");
    installLog({LogLevel::Debug, "*.debug=true"});
    const auto patience = [&](int i) {
        return std::chrono::milliseconds(QByteArray(argv[i]).toInt());
    };
    const Tool tool({patience(1), patience(2), patience(3)});
    return QCoreApplication::exec();
}
