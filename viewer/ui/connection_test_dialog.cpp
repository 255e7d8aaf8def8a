#include "ui/connection_test_dialog.h"

#include "ui/theme.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

namespace oriel {

namespace {

using Step = ConnectionTest::Step;
using State = ConnectionTest::State;
using theme::Tone;

constexpr int kWidth = 440;

QString stepName(Step step)
{
    switch (step) {
    case Step::Name:
        return ConnectionTestDialog::tr("Name found");
    case Step::Device:
        return ConnectionTestDialog::tr("Device answers");
    case Step::Port:
        return ConnectionTestDialog::tr("Port is open");
    case Step::Rtsp:
        return ConnectionTestDialog::tr("Speaks RTSP");
    case Step::Password:
        return ConnectionTestDialog::tr("Lets us in");
    case Step::Path:
        return ConnectionTestDialog::tr("Has this stream");
    case Step::Packets:
        return ConnectionTestDialog::tr("Packets arrive");
    case Step::Picture:
        return ConnectionTestDialog::tr("Picture is shown");
    }
    Q_UNREACHABLE();
}

struct Look
{
    QString mark, word;
    Tone tone;
};

Look lookOf(State state, bool ended)
{
    switch (state) {
    case State::Waiting:
        return {QStringLiteral("·"), ended ? ConnectionTestDialog::tr("not reached") : QString(),
                Tone::None};
    case State::Running:
        return {QStringLiteral("…"), ConnectionTestDialog::tr("running"), Tone::Waiting};
    case State::Passed:
        return {QStringLiteral("✓"), ConnectionTestDialog::tr("yes"), Tone::Live};
    case State::Failed:
        return {QStringLiteral("✗"), ConnectionTestDialog::tr("no"), Tone::Broken};
    }
    Q_UNREACHABLE();
}

} // namespace

ConnectionTestDialog::ConnectionTestDialog(const QString &name, const StreamUrl &url,
                                           TransportChoice transport, QWidget *parent)
    : QDialog(parent)
    , m_name(name)
    , m_end(new QLabel(this))
{
    setObjectName(QStringLiteral("connectionTestDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setStyleSheet(theme::dialogStyleSheet());
    setWindowTitle(tr("Test connection"));
    auto *title = new QLabel(name, this);
    title->setObjectName(QStringLiteral("testTitle"));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    auto *grid = new QGridLayout;
    grid->setColumnStretch(2, 1);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    buildRows(grid);
    m_end->setObjectName(QStringLiteral("testEnd"));
    m_end->setTextFormat(Qt::PlainText);
    m_end->setWordWrap(true);
    m_end->setMinimumWidth(kWidth);
    m_end->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    m_copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(QStringLiteral("testCopy"));
    m_copy->setEnabled(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(plainText()); });

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(14);
    column->addWidget(title);
    column->addLayout(grid);
    column->addWidget(m_end);
    column->addWidget(buttons);
    connect(&m_test, &ConnectionTest::changed, this, &ConnectionTestDialog::refresh);
    connect(&m_test, &ConnectionTest::finished, this, &ConnectionTestDialog::showEnd);
    m_test.start(url, transport);
}

void ConnectionTestDialog::buildRows(QGridLayout *grid)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const int row = static_cast<int>(i);
        m_rows[i] = {new QLabel(this), new QLabel(stepName(static_cast<Step>(i)), this),
                     new QLabel(this)};
        m_rows[i].mark->setFixedWidth(m_rows[i].mark->fontMetrics().horizontalAdvance(u'✓') + 4);
        m_rows[i].mark->setAlignment(Qt::AlignCenter);
        m_rows[i].detail->setObjectName(QStringLiteral("testDetail%1").arg(row));
        m_rows[i].detail->setTextFormat(Qt::PlainText);
        grid->addWidget(m_rows[i].mark, row, 0);
        grid->addWidget(m_rows[i].name, row, 1);
        grid->addWidget(m_rows[i].detail, row, 2);
    }
}

void ConnectionTestDialog::refresh()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        refreshRow(static_cast<Step>(i), m_test.isFinished());
}

void ConnectionTestDialog::refreshRow(Step step, bool ended)
{
    const ConnectionTest::Result &result = m_test.result(step);
    const Look look = lookOf(result.state, ended);
    const Row &row = m_rows[static_cast<std::size_t>(step)];
    QPalette palette = row.mark->palette();
    palette.setColor(QPalette::WindowText, theme::toneColour(look.tone));
    row.mark->setPalette(palette);
    row.mark->setText(look.mark);
    QStringList words{look.word, result.detail};
    if (result.took.count() > 0)
        words << tr("%1 ms").arg(result.took.count());
    words.removeAll(QString());
    row.detail->setText(row.detail->fontMetrics().elidedText(words.join(QStringLiteral(" · ")),
                                                             Qt::ElideRight, kWidth - 170));
    row.detail->setToolTip(result.detail);
}

void ConnectionTestDialog::showEnd()
{
    const Error &error = m_test.error();
    m_end->setText(error.code == ErrorCode::None ? tr("This camera works.") : sentence(error));
    m_copy->setEnabled(true);
    adjustSize();
}

QString ConnectionTestDialog::plainText() const
{
    QStringList lines{m_name};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto step = static_cast<Step>(i);
        const ConnectionTest::Result &result = m_test.result(step);
        QString line =
            stepName(step) + QStringLiteral(": ") + lookOf(result.state, m_test.isFinished()).word;
        if (!result.detail.isEmpty())
            line += QStringLiteral(" (%1)").arg(result.detail);
        lines << line;
    }
    lines << m_end->text();
    return lines.join(u'\n') + u'\n';
}

} // namespace oriel
