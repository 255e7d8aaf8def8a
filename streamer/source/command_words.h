#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace oriel {

/// What a program says on its standard error: each line goes to the log (debug), the last one is
/// kept, because it mostly says why the program ended. Bounded, whatever comes.
class CommandWords
{
public:
    static constexpr qsizetype kMaxLine = 1000;

    explicit CommandWords(QString program) : m_program(std::move(program)) {}

    [[nodiscard]] const QString &program() const { return m_program; }
    void append(QByteArrayView bytes);
    /// Of a new run.
    void clear();
    /// The last line that is not empty, also one that has no end yet.
    [[nodiscard]] QString last() const;

private:
    void endLine();

    QString m_program;
    QByteArray m_open, m_last;
};

} // namespace oriel
