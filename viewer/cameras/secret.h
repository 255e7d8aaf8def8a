#pragma once

#include <QByteArray>
#include <QString>

namespace oriel {

/// Overwrites a buffer, also for those who share it, in a way that no compiler leaves out.
inline void overwrite(const QByteArray &bytes)
{
    auto *const begin = const_cast<char *>(bytes.constData());
    for (volatile char *p = begin; p != begin + bytes.size(); ++p)
        *p = 0;
}

/// A password in memory that shares its buffer with nobody and overwrites it in the end. What
/// copy() gave away is for its receiver to forget.
class Secret
{
public:
    explicit Secret(const QString &text) : m_text(text.toUtf8()) {}
    ~Secret() { overwrite(m_text); }
    Q_DISABLE_COPY_MOVE(Secret)

    [[nodiscard]] QString copy() const { return QString::fromUtf8(m_text); }

private:
    const QByteArray m_text;
};

} // namespace oriel
