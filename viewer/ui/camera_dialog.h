#pragma once

#include "cameras/camera.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;

namespace oriel {

/// Adds a camera or changes a saved one. Checks what was typed; saving is its owner's, who closes
/// it or says what is wrong. Opened without a nested event loop. GUI thread.
class CameraDialog : public QDialog
{
    Q_OBJECT
public:
    /// What is in the fields. No password: the one that is kept stays as it is.
    struct Entry
    {
        Camera camera;
        std::optional<QString> password;
    };

    /// A camera with a null id is a new one. `keptPassword`: one is kept already and not shown.
    CameraDialog(const Camera &camera, bool keptPassword, QWidget *parent = nullptr);
    ~CameraDialog() override;

    /// Under the fields, for what could not be saved; the dialog stays open.
    void showProblem(const QString &sentence);

Q_SIGNALS:
    void saveRequested(const oriel::CameraDialog::Entry &entry);

private:
    void buildFields(bool keptPassword);
    void fill(const Camera &camera);
    void onAddressEdited();
    void save();

    Camera m_camera;
    QLineEdit *m_name, *m_address, *m_user, *m_password;
    QComboBox *m_transport;
    QLabel *m_problem;
};

} // namespace oriel
