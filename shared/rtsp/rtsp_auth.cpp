#include "rtsp/rtsp_auth.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <vector>

namespace oriel {

namespace {

using Parameters = std::vector<std::pair<QByteArray, QByteArray>>;

/// Scheme and parameters of one challenge or of one set of credentials (RFC 7235, 2.1).
struct SchemeAndParameters
{
    QByteArray scheme;
    Parameters parameters;

    [[nodiscard]] QByteArray value(QByteArrayView name) const
    {
        const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto &p) {
            return name.compare(p.first, Qt::CaseInsensitive) == 0;
        });
        return found == parameters.end() ? QByteArray() : found->second;
    }
    [[nodiscard]] bool is(QByteArrayView name) const
    {
        return name.compare(scheme, Qt::CaseInsensitive) == 0;
    }
};

/// Leaves control characters out: none belongs into a value, and some would end the header.
void appendPrintable(QByteArray &text, char c)
{
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
        text += c;
}

/// Reads words, quoted strings and '=' off a header; takes any bytes.
class HeaderReader
{
public:
    explicit HeaderReader(QByteArrayView text) : m_text(text) {}

    [[nodiscard]] bool atEnd()
    {
        skip(" \t\r\n,");
        return m_at >= m_text.size();
    }

    [[nodiscard]] bool takeEquals()
    {
        skip(" \t");
        const bool found = m_at < m_text.size() && m_text[m_at] == '=';
        m_at += found ? 1 : 0;
        return found;
    }

    [[nodiscard]] QByteArray takeWord()
    {
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && !QByteArrayView(" \t\r\n,=\"").contains(m_text[m_at]))
            ++m_at;
        // Whatever cannot begin a word is one by itself, so that reading always gets on.
        if (m_at == begin && m_at < m_text.size())
            ++m_at;
        return m_text.sliced(begin, m_at - begin).toByteArray();
    }

    /// A quoted string without its quotes and escapes, or all up to the next comma or space: a
    /// nonce that is not quoted may end in '='.
    [[nodiscard]] QByteArray takeValue()
    {
        skip(" \t");
        if (m_at < m_text.size() && m_text[m_at] == '"')
            return takeQuoted();
        QByteArray value;
        for (; m_at < m_text.size() && !QByteArrayView(" \t\r\n,").contains(m_text[m_at]); ++m_at)
            appendPrintable(value, m_text[m_at]);
        return value;
    }

private:
    void skip(QByteArrayView characters)
    {
        while (m_at < m_text.size() && characters.contains(m_text[m_at]))
            ++m_at;
    }

    [[nodiscard]] QByteArray takeQuoted()
    {
        QByteArray value;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            appendPrintable(value, m_text[m_at]);
        }
        ++m_at;
        return value;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

std::vector<SchemeAndParameters> readSchemes(QByteArrayView header)
{
    std::vector<SchemeAndParameters> schemes;
    HeaderReader reader(header);
    while (!reader.atEnd()) {
        const QByteArray word = reader.takeWord();
        if (!reader.takeEquals())
            schemes.push_back({word, {}});
        else if (!schemes.empty())
            schemes.back().parameters.emplace_back(word, reader.takeValue());
        else
            static_cast<void>(reader.takeValue());
    }
    return schemes;
}

std::optional<RtspChallenge::Algorithm> toAlgorithm(const QByteArray &name)
{
    const QByteArray upper = name.trimmed().toUpper();
    if (upper.isEmpty() || upper == "MD5")
        return RtspChallenge::Algorithm::Md5;
    if (upper == "SHA-256" || upper == "SHA256")
        return RtspChallenge::Algorithm::Sha256;
    return std::nullopt;
}

bool listsAuth(const QByteArray &qop)
{
    const QList<QByteArray> options = qop.toLower().split(',');
    return std::any_of(options.begin(), options.end(),
                       [](const QByteArray &option) { return option.trimmed() == "auth"; });
}

std::optional<RtspChallenge> toChallenge(const SchemeAndParameters &read)
{
    RtspChallenge challenge;
    challenge.realm = read.value("realm");
    if (read.is("Basic"))
        return challenge;
    const auto algorithm = toAlgorithm(read.value("algorithm"));
    const QByteArray qop = read.value("qop");
    challenge.qopAuth = listsAuth(qop);
    challenge.nonce = read.value("nonce");
    const bool integrityOnly = !qop.trimmed().isEmpty() && !challenge.qopAuth;
    if (!read.is("Digest") || !algorithm || challenge.nonce.isEmpty() || integrityOnly)
        return std::nullopt;
    challenge.scheme = RtspChallenge::Scheme::Digest;
    challenge.algorithm = *algorithm;
    challenge.opaque = read.value("opaque");
    challenge.stale = read.value("stale").compare("true", Qt::CaseInsensitive) == 0;
    return challenge;
}

int strength(const RtspChallenge &challenge)
{
    if (challenge.scheme == RtspChallenge::Scheme::Basic)
        return 0;
    return challenge.algorithm == RtspChallenge::Algorithm::Md5 ? 1 : 2;
}

/// As a quoted string (RFC 2616, 2.2), without control characters.
QByteArray quoted(QByteArrayView text)
{
    QByteArray out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        appendPrintable(out, c);
    }
    return out + '"';
}

QByteArray basicCredentials(const QString &user, const QString &password)
{
    return user.toUtf8() + ':' + password.toUtf8();
}

/// What a digest is made of besides the challenge (RFC 7616, 3.4). Without qop, nonceCount and
/// cnonce are empty, as in RFC 2069.
struct DigestInput
{
    QByteArrayView method, uri;
    QByteArray nonceCount, cnonce;
};

QByteArray digest(const RtspChallenge &challenge, const QString &user, const QString &password,
                  const DigestInput &input)
{
    const auto algorithm = challenge.algorithm == RtspChallenge::Algorithm::Md5
                               ? QCryptographicHash::Md5
                               : QCryptographicHash::Sha256;
    const auto hash = [&](const QByteArray &text) {
        return QCryptographicHash::hash(text, algorithm).toHex();
    };
    const QByteArray secret = hash(user.toUtf8() + ':' + challenge.realm + ':' + password.toUtf8());
    const QByteArray request = hash(input.method.toByteArray() + ':' + input.uri.toByteArray());
    const QByteArray middle = input.cnonce.isEmpty()
                                  ? QByteArray(":")
                                  : ':' + input.nonceCount + ':' + input.cnonce + ":auth:";
    return hash(secret + ':' + challenge.nonce + middle + request);
}

/// Takes a time that depends on the lengths only, not on where the two differ.
bool sameSecret(const QByteArray &a, const QByteArray &b)
{
    const QByteArray x = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray y = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    int difference = 0;
    for (qsizetype i = 0; i < x.size(); ++i)
        difference |= x[i] ^ y[i];
    return difference == 0;
}

bool verifyBasic(QByteArrayView authorization, const QString &user, const QString &password)
{
    const QByteArrayView text = authorization.trimmed();
    const qsizetype space = text.indexOf(' ');
    if (space < 0 || text.first(space).compare("Basic", Qt::CaseInsensitive) != 0)
        return false;
    const auto decoded = QByteArray::fromBase64Encoding(text.sliced(space).trimmed().toByteArray(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return sameSecret(*decoded, basicCredentials(user, password)) && decoded;
}

bool verifyDigest(const RtspChallenge &challenge, QByteArrayView authorization,
                  QByteArrayView method, const QString &user, const QString &password)
{
    const std::vector<SchemeAndParameters> schemes = readSchemes(authorization);
    if (schemes.size() != 1 || !schemes.front().is("Digest"))
        return false;
    const SchemeAndParameters &answer = schemes.front();
    const QByteArray uri = answer.value("uri");
    const QByteArray qop = answer.value("qop");
    const bool withQop = !qop.isEmpty();
    const DigestInput input{method, uri, withQop ? answer.value("nc") : QByteArray(),
                            withQop ? answer.value("cnonce") : QByteArray()};
    const bool readable = (withQop ? listsAuth(qop) && !input.cnonce.isEmpty() : true) &&
                          toAlgorithm(answer.value("algorithm")).has_value();
    const bool sameResponse =
        sameSecret(answer.value("response").toLower(), digest(challenge, user, password, input));
    const bool sameUser = sameSecret(answer.value("username"), user.toUtf8());
    const bool sameNonce = sameSecret(answer.value("nonce"), challenge.nonce);
    const bool sameRealm = sameSecret(answer.value("realm"), challenge.realm);
    return readable && sameResponse && sameUser && sameNonce && sameRealm;
}

} // namespace

std::optional<RtspChallenge> RtspChallenge::parse(QByteArrayView header)
{
    std::optional<RtspChallenge> best;
    for (const SchemeAndParameters &read : readSchemes(header)) {
        const auto challenge = toChallenge(read);
        if (challenge && (!best || strength(*challenge) > strength(*best)))
            best = challenge;
    }
    return best;
}

std::optional<RtspChallenge> RtspChallenge::strongest(const RtspResponse &response)
{
    std::optional<RtspChallenge> best;
    for (const QByteArray &header : response.headers.values("WWW-Authenticate")) {
        const auto challenge = parse(header);
        if (challenge && (!best || strength(*challenge) > strength(*best)))
            best = challenge;
    }
    return best;
}

QByteArray RtspChallenge::serialize() const
{
    if (scheme == Scheme::Basic)
        return "Basic realm=" + quoted(realm);
    QByteArray out = "Digest realm=" + quoted(realm) + ", nonce=" + quoted(nonce);
    if (!opaque.isEmpty())
        out += ", opaque=" + quoted(opaque);
    out += algorithm == Algorithm::Md5 ? ", algorithm=MD5" : ", algorithm=SHA-256";
    if (qopAuth)
        out += ", qop=\"auth\"";
    if (stale)
        out += ", stale=true";
    return out;
}

void RtspAuthenticator::setCredentials(QString user, QString password)
{
    m_user = std::move(user);
    m_password = std::move(password);
    m_answers = 0;
}

bool RtspAuthenticator::takeChallenge(const RtspResponse &response)
{
    auto challenge = RtspChallenge::strongest(response);
    if (!challenge || (m_user.isEmpty() && m_password.isEmpty()))
        return false;
    const bool newNonce = !m_challenge || m_challenge->nonce != challenge->nonce;
    // A second answer to one nonce proves that the first was accepted. Many cameras let a nonce
    // expire later without saying that it is stale.
    const bool expired = challenge->stale || (newNonce && m_answers > 1);
    if (m_answers > 0 && !expired)
        return false;
    if (newNonce)
        m_nonceCount = 0;
    m_challenge = std::move(challenge);
    m_answers = 0;
    return true;
}

QByteArray RtspAuthenticator::authorization(QByteArrayView method, QByteArrayView uri)
{
    if (!m_challenge)
        return {};
    ++m_answers;
    if (m_challenge->scheme == RtspChallenge::Scheme::Basic)
        return "Basic " + basicCredentials(m_user, m_password).toBase64();
    DigestInput input{method, uri, {}, {}};
    if (m_challenge->qopAuth) {
        input.cnonce = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
        input.nonceCount = QByteArray::number(++m_nonceCount, 16).rightJustified(8, '0');
    }
    QByteArray out = "Digest username=" + quoted(m_user.toUtf8()) +
                     ", realm=" + quoted(m_challenge->realm) +
                     ", nonce=" + quoted(m_challenge->nonce) + ", uri=" + quoted(uri) +
                     ", response=" + quoted(digest(*m_challenge, m_user, m_password, input));
    if (m_challenge->algorithm == RtspChallenge::Algorithm::Sha256)
        out += ", algorithm=SHA-256";
    if (!m_challenge->opaque.isEmpty())
        out += ", opaque=" + quoted(m_challenge->opaque);
    if (m_challenge->qopAuth)
        out += ", qop=auth, nc=" + input.nonceCount + ", cnonce=" + quoted(input.cnonce);
    return out;
}

bool verifyAuthorization(const RtspChallenge &challenge, QByteArrayView authorization,
                         QByteArrayView method, const QString &user, const QString &password)
{
    return challenge.scheme == RtspChallenge::Scheme::Basic
               ? verifyBasic(authorization, user, password)
               : verifyDigest(challenge, authorization, method, user, password);
}

} // namespace oriel
