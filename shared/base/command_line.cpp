#include "base/command_line.h"

#include "base/certificate.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace oriel {

namespace {

constexpr qint64 kMaxPassword = 4096;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(oriel::CommandLine)
};

QString firstOf(const QString &first, const QString &second)
{
    return first.isEmpty() ? second : first;
}

Expected<QString> passwordIn(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnusable, fileName, file.errorString());
    QString password = QString::fromUtf8(file.readLine(kMaxPassword));
    while (password.endsWith(u'\n') || password.endsWith(u'\r'))
        password.chop(1);
    return password;
}

} // namespace

QString wrongWord(const QString &option, const QStringList &words, const QString &given)
{
    return Words::tr("--%1 takes %2, not \"%3\".")
        .arg(option, words.join(QStringLiteral(", ")), given);
}

Expected<void> checkWritable(const QString &fileName)
{
    if (fileName.isEmpty() || fileName == u"-")
        return {};
    const QFileInfo file(fileName), folder(file.absolutePath());
    if (file.exists() && (file.isDir() || !file.isWritable()))
        return fail(ErrorCode::FileUnusable, fileName, Words::tr("it cannot be written to"));
    if (!file.exists() && !(folder.isDir() && folder.isWritable()))
        return fail(ErrorCode::FileUnusable, fileName,
                    Words::tr("its folder does not exist or cannot be written to"));
    return {};
}

void addCertificateOption(QCommandLineParser &parser)
{
    parser.addOption(
        {"trust-certificate",
         Words::tr("Trust the one certificate of that SHA-256 for an rtsps:// address."),
         "number"});
}

tl::expected<void, QString> readTrustedCertificate(const QCommandLineParser &parser, StreamUrl *url)
{
    if (!parser.isSet("trust-certificate"))
        return {};
    if (!url || !url->isEncrypted())
        return tl::unexpected(Words::tr("--trust-certificate goes with an rtsps:// address."));
    url->setTrustedCertificate(parseFingerprint(parser.value("trust-certificate")));
    if (url->trustedCertificate().isEmpty())
        return tl::unexpected(
            Words::tr("--trust-certificate takes the 64 hexadecimal digits of a SHA-256."));
    return {};
}

void addCredentialOptions(QCommandLineParser &parser)
{
    parser.addOptions(
        {{"user", Words::tr("User name; also ORIEL_USER."), "name"},
         {"password-file",
          Words::tr("File with the password in its first line; also ORIEL_PASSWORD."), "file"}});
}

Expected<Credentials> readCredentials(const QCommandLineParser &parser,
                                      const QProcessEnvironment &environment,
                                      const Credentials &inUrl)
{
    Credentials credentials;
    credentials.user = firstOf(
        parser.value("user"), firstOf(inUrl.user, environment.value(QStringLiteral("ORIEL_USER"))));
    if (parser.isSet("password-file")) {
        auto password = passwordIn(parser.value("password-file"));
        if (!password)
            return tl::unexpected(password.error());
        credentials.password = *password;
    } else {
        credentials.password =
            firstOf(inUrl.password, environment.value(QStringLiteral("ORIEL_PASSWORD")));
    }
    return credentials;
}

QString passwordOnCommandLineWarning()
{
    return Words::tr(
        "A password on the command line can be read by other users of this computer: use "
        "ORIEL_PASSWORD or --password-file.");
}

} // namespace oriel
