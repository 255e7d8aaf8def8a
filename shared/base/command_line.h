#pragma once

#include "base/error.h"
#include "base/log.h"
#include "base/stream_url.h"

#include <QCommandLineParser>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <array>
#include <cstddef>

namespace oriel {

/// One of the words that an option takes.
template <typename Value>
struct OptionWord
{
    const char *name;
    Value value;
};

inline constexpr std::array<OptionWord<LogLevel>, 4> kLogLevelWords{{{"debug", LogLevel::Debug},
                                                                     {"info", LogLevel::Info},
                                                                     {"warning", LogLevel::Warning},
                                                                     {"error", LogLevel::Error}}};

/// "--option takes a, b, c, not "x".", translated.
[[nodiscard]] QString wrongWord(const QString &option, const QStringList &words,
                                const QString &given);

/// The value of an option that takes one of a few words, or the sentence that names them.
template <typename Value, std::size_t N>
[[nodiscard]] tl::expected<Value, QString> optionWord(const QCommandLineParser &parser,
                                                      const char *option,
                                                      const std::array<OptionWord<Value>, N> &words)
{
    const QString name = QLatin1String(option);
    const QString given = parser.value(name);
    QStringList names;
    for (const OptionWord<Value> &word : words) {
        if (given == QLatin1String(word.name))
            return word.value;
        names << QLatin1String(word.name);
    }
    return tl::unexpected(wrongWord(name, names, given));
}

/// Whether a file that is written at the end of a run may be expected to work then: it can be
/// written to, or else made in its folder. Empty (no file) and "-" (standard output) always do.
/// Fails with FileUnusable.
[[nodiscard]] Expected<void> checkWritable(const QString &fileName);

/// User and password of a stream.
struct Credentials
{
    QString user, password;
};

/// Adds --trust-certificate.
void addCertificateOption(QCommandLineParser &parser);
/// What it names goes with the address (null: none was given); otherwise the sentence that says
/// what it takes.
[[nodiscard]] tl::expected<void, QString> readTrustedCertificate(const QCommandLineParser &parser,
                                                                 StreamUrl *url);

/// Adds --user and --password-file.
void addCredentialOptions(QCommandLineParser &parser);

/// The credentials of this run: --user and --password-file before those of a URL (`inUrl`), those
/// before ORIEL_USER and ORIEL_PASSWORD of the environment. Fails with FileUnusable.
[[nodiscard]] Expected<Credentials> readCredentials(const QCommandLineParser &parser,
                                                    const QProcessEnvironment &environment,
                                                    const Credentials &inUrl = {});

/// What to warn of when a URL on the command line has a password in it.
[[nodiscard]] QString passwordOnCommandLineWarning();

} // namespace oriel
