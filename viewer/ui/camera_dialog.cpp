#include "ui/camera_dialog.h"

#include "ui/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace oriel {

namespace {

constexpr int kFieldWidth = 340;

QLineEdit *makeField(const QString &name, const QString &hint, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setPlaceholderText(hint);
    field->setMinimumWidth(kFieldWidth);
    return field;
}

} // namespace

CameraDialog::CameraDialog(const Camera &camera, bool keptPassword, QWidget *parent)
    : QDialog(parent)
    , m_camera(camera)
    , m_name(makeField(QStringLiteral("cameraName"), tr("Front door"), this))
    , m_address(makeField(QStringLiteral("cameraAddress"),
                          QStringLiteral("rtsp://192.168.137.112:8554/ES_MTX"), this))
    , m_user(makeField(QStringLiteral("cameraUser"), tr("only if the camera asks"), this))
    , m_password(makeField(QStringLiteral("cameraPassword"), {}, this))
    , m_transport(new QComboBox(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("cameraDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setStyleSheet(theme::dialogStyleSheet());
    setWindowTitle(camera.id.isNull() ? tr("Add camera") : tr("Edit camera"));
    m_password->setEchoMode(QLineEdit::Password);
    m_transport->setObjectName(QStringLiteral("cameraTransport"));
    m_problem->setObjectName(QStringLiteral("cameraProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->hide();
    buildFields(keptPassword);
    fill(camera);
    m_address->setFocus();
    connect(m_address, &QLineEdit::editingFinished, this, &CameraDialog::onAddressEdited);
    for (const QLineEdit *field : {m_name, m_address, m_user, m_password})
        connect(field, &QLineEdit::textEdited, m_problem, &QLabel::hide);
}

CameraDialog::~CameraDialog()
{
    // The fields go after this, and the one with the focus says then that it was edited.
    m_address->disconnect(this);
}

void CameraDialog::buildFields(bool keptPassword)
{
    if (keptPassword)
        m_password->setPlaceholderText(tr("kept; enter another one to change it"));
    m_transport->addItem(tr("Automatic: UDP, then TCP"), int(TransportChoice::Auto));
    m_transport->addItem(tr("UDP: the least delay"), int(TransportChoice::Udp));
    m_transport->addItem(tr("TCP: through firewalls"), int(TransportChoice::Tcp));
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->addRow(tr("&Address"), m_address);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&User name"), m_user);
    form->addRow(tr("&Password"), m_password);
    form->addRow(tr("&Transport"), m_transport);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setObjectName(QStringLiteral("saveCameraButton"));
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &CameraDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &CameraDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(14);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addWidget(buttons);
}

void CameraDialog::fill(const Camera &camera)
{
    m_name->setText(camera.name);
    m_user->setText(camera.url.user());
    m_transport->setCurrentIndex(m_transport->findData(int(camera.transport)));
    if (camera.url == StreamUrl())
        return;
    m_address->setText(camera.url.withoutCredentials());
    m_address->setCursorPosition(0);
}

/// An address is often pasted with its user and password: they go to their own fields, where the
/// password is not to be read.
void CameraDialog::onAddressEdited()
{
    const Expected<StreamUrl> url = StreamUrl::parse(m_address->text());
    if (!url || !url->hasCredentials())
        return;
    if (!url->user().isEmpty())
        m_user->setText(url->user());
    if (!url->password().isEmpty())
        m_password->setText(url->password());
    m_address->setText(url->withoutCredentials());
}

void CameraDialog::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void CameraDialog::save()
{
    onAddressEdited();
    Expected<StreamUrl> url = StreamUrl::parse(m_address->text());
    if (!url) {
        showProblem(sentence(url.error()));
        m_address->setFocus();
        return;
    }
    if (m_user->text().isEmpty() && !m_password->text().isEmpty()) {
        showProblem(tr("A password goes with a user name. Enter both, or none."));
        m_user->setFocus();
        return;
    }
    url->setCredentials(m_user->text(), {});
    // The text of an address does not hold it.
    const StreamUrl &before = m_camera.url;
    if (url->host() == before.host() && url->port() == before.port() &&
        url->isEncrypted() == before.isEncrypted())
        url->setTrustedCertificate(before.trustedCertificate());
    Entry entry{m_camera, {}};
    entry.camera.name = m_name->text().trimmed();
    entry.camera.url = *url;
    entry.camera.transport = TransportChoice(m_transport->currentData().toInt());
    if (!m_password->text().isEmpty())
        entry.password = m_password->text();
    Q_EMIT saveRequested(entry);
}

} // namespace oriel
