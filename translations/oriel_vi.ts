<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN">
<context>
    <name>oriel::CameraDialog</name>
    <message>
        <source>Front door</source>
        <translation>Cửa trước</translation>
    </message>
    <message>
        <source>only if the camera asks</source>
        <translation>chỉ khi camera yêu cầu</translation>
    </message>
    <message>
        <source>Add camera</source>
        <translation>Thêm camera</translation>
    </message>
    <message>
        <source>Edit camera</source>
        <translation>Sửa camera</translation>
    </message>
    <message>
        <source>kept; enter another one to change it</source>
        <translation>đã lưu; nhập mật khẩu khác để thay đổi</translation>
    </message>
    <message>
        <source>Automatic: UDP, then TCP</source>
        <translation>Tự động: UDP, rồi TCP</translation>
    </message>
    <message>
        <source>UDP: the least delay</source>
        <translation>UDP: độ trễ thấp nhất</translation>
    </message>
    <message>
        <source>TCP: through firewalls</source>
        <translation>TCP: đi qua được tường lửa</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>Đị&amp;a chỉ</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>Tê&amp;n</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>Tên người d&amp;ùng</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Mật khẩu</translation>
    </message>
    <message>
        <source>&amp;Transport</source>
        <translation>&amp;Truyền qua</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>A password goes with a user name. Enter both, or none.</source>
        <translation>Mật khẩu phải đi cùng tên người dùng. Hãy nhập cả hai hoặc bỏ trống cả hai.</translation>
    </message>
</context>
<context>
    <name>oriel::CameraFile</name>
    <message>
        <source>it is too long to be a list of cameras</source>
        <translation>tệp quá dài, không thể là danh sách camera</translation>
    </message>
    <message numerus="yes">
        <source>A part of the list of cameras could not be read (entries: %n); the list as it was is kept as %1.</source>
        <translation>
            <numerusform>Không đọc được một phần danh sách camera (số mục: %n); danh sách cũ được giữ lại tại %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>The list of cameras is that of a newer Oriel: a copy of it is kept beside it before this one changes it.</source>
        <translation>Danh sách camera là của một bản Oriel mới hơn: một bản sao được giữ lại bên cạnh trước khi bản này thay đổi nó.</translation>
    </message>
    <message>
        <source>Passwords were taken out of the list of cameras, because only the keychain may keep them: enter them once more.</source>
        <translation>Mật khẩu đã được gỡ khỏi danh sách camera, vì chỉ chùm khóa mới được giữ chúng: hãy nhập lại.</translation>
    </message>
    <message>
        <source>The list of cameras was damaged: its last copy is used, and what was found is kept as %1.</source>
        <translation>Danh sách camera bị hỏng: bản sao gần nhất được dùng, còn nội dung tìm thấy được giữ lại tại %1.</translation>
    </message>
    <message>
        <source>The list of cameras was damaged: only its beginning could be read, and what was found is kept as %1.</source>
        <translation>Danh sách camera bị hỏng: chỉ đọc được phần đầu, còn nội dung tìm thấy được giữ lại tại %1.</translation>
    </message>
    <message>
        <source>The list of cameras was damaged and there is no copy: it begins anew, and what was found is kept as %1.</source>
        <translation>Danh sách camera bị hỏng và không có bản sao: danh sách bắt đầu lại từ đầu, còn nội dung tìm thấy được giữ lại tại %1.</translation>
    </message>
    <message>
        <source>The list of cameras was gone: its last copy is used.</source>
        <translation>Danh sách camera đã mất: bản sao gần nhất được dùng.</translation>
    </message>
    <message>
        <source>this user may not write to its folder</source>
        <translation>người dùng này không được ghi vào thư mục chứa nó</translation>
    </message>
    <message>
        <source>no file can be made beside it; the disk may be full</source>
        <translation>không tạo được tệp bên cạnh nó; có thể đĩa đã đầy</translation>
    </message>
    <message>
        <source>another window of Oriel does not stop writing it</source>
        <translation>một cửa sổ Oriel khác vẫn đang ghi tệp này</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>không đổi tên được</translation>
    </message>
    <message>
        <source>too many of that kind are kept already</source>
        <translation>đã giữ quá nhiều tệp loại này</translation>
    </message>
</context>
<context>
    <name>oriel::CameraListModel</name>
    <message>
        <source>Connecting…</source>
        <translation>Đang kết nối…</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Trực tiếp</translation>
    </message>
    <message>
        <source>No more pictures</source>
        <translation>Không còn hình</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Đang thử lại</translation>
    </message>
    <message>
        <source>Does not work</source>
        <translation>Không hoạt động</translation>
    </message>
</context>
<context>
    <name>oriel::CameraPanel</name>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>Search or paste an address</source>
        <translation>Tìm hoặc dán địa chỉ</translation>
    </message>
    <message>
        <source>Search cameras, or enter the address of a stream</source>
        <translation>Tìm camera, hoặc nhập địa chỉ của một luồng</translation>
    </message>
    <message>
        <source>Add camera</source>
        <translation>Thêm camera</translation>
    </message>
    <message>
        <source>Saved cameras</source>
        <translation>Camera đã lưu</translation>
    </message>
    <message>
        <source>No saved camera has these words.</source>
        <translation>Không có camera đã lưu nào chứa những từ này.</translation>
    </message>
    <message>
        <source>No camera is saved yet. Add one, or paste the address of a stream above.</source>
        <translation>Chưa lưu camera nào. Hãy thêm một camera, hoặc dán địa chỉ của một luồng ở trên.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Phát</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Sửa…</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Đưa lên</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Đưa xuống</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Xóa</translation>
    </message>
</context>
<context>
    <name>oriel::CameraQuestions</name>
    <message>
        <source>Oriel keeps it until it is closed.</source>
        <translation>Oriel giữ mật khẩu cho tới khi được đóng.</translation>
    </message>
    <message>
        <source>Oriel keeps it in this computer&apos;s keychain.</source>
        <translation>Oriel giữ mật khẩu trong chùm khóa của máy tính này.</translation>
    </message>
</context>
<context>
    <name>oriel::CameraStore</name>
    <message>
        <source>The list of cameras needs mending, and that fails.</source>
        <translation>Danh sách camera cần được sửa, nhưng không sửa được.</translation>
    </message>
</context>
<context>
    <name>oriel::CertificateDialog</name>
    <message>
        <source>Certificate</source>
        <translation>Chứng chỉ</translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one you trusted.</source>
        <translation>%1 đưa ra một chứng chỉ khác với chứng chỉ bạn đã tin cậy.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not known to this computer.</source>
        <translation>Máy tính này không biết chứng chỉ của %1.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>Trust it</source>
        <translation>Tin cậy</translation>
    </message>
    <message>
        <source>Trust it only if the server itself shows this number, as “openssl x509 -fingerprint -sha256” prints it there:</source>
        <translation>Chỉ tin cậy nếu chính máy chủ cho thấy số này, như lệnh “openssl x509 -fingerprint -sha256” in ra ở đó:</translation>
    </message>
</context>
<context>
    <name>oriel::CommandLine</name>
    <message>
        <source>--%1 takes %2, not &quot;%3&quot;.</source>
        <translation>--%1 nhận %2, không phải &quot;%3&quot;.</translation>
    </message>
    <message>
        <source>it cannot be written to</source>
        <translation>không ghi được vào đó</translation>
    </message>
    <message>
        <source>its folder does not exist or cannot be written to</source>
        <translation>thư mục chứa nó không tồn tại hoặc không ghi được</translation>
    </message>
    <message>
        <source>Trust the one certificate of that SHA-256 for an rtsps:// address.</source>
        <translation>Tin cậy duy nhất chứng chỉ có SHA-256 này cho một địa chỉ rtsps://.</translation>
    </message>
    <message>
        <source>--trust-certificate takes the 64 hexadecimal digits of a SHA-256.</source>
        <translation>--trust-certificate cần 64 chữ số thập lục phân của một SHA-256.</translation>
    </message>
    <message>
        <source>User name; also ORIEL_USER.</source>
        <translation>Tên người dùng; hoặc ORIEL_USER.</translation>
    </message>
    <message>
        <source>File with the password in its first line; also ORIEL_PASSWORD.</source>
        <translation>Tệp có mật khẩu ở dòng đầu; hoặc ORIEL_PASSWORD.</translation>
    </message>
    <message>
        <source>A password on the command line can be read by other users of this computer: use ORIEL_PASSWORD or --password-file.</source>
        <translation>Người dùng khác của máy tính này đọc được mật khẩu trên dòng lệnh: hãy dùng ORIEL_PASSWORD hoặc --password-file.</translation>
    </message>
    <message>
        <source>--trust-certificate goes with an rtsps:// address.</source>
        <translation>--trust-certificate đi cùng một địa chỉ rtsps://.</translation>
    </message>
</context>
<context>
    <name>oriel::CommandSource</name>
    <message>
        <source>what it writes is no H.264 byte stream with its parameter sets</source>
        <translation>những gì nó ghi ra không phải luồng byte H.264 kèm các bộ tham số</translation>
    </message>
    <message>
        <source>nothing has come from it for %1 s</source>
        <translation>không có gì tới từ nó đã %1 giây</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>nó bị kết thúc bởi tín hiệu %1</translation>
    </message>
    <message>
        <source>it ended with status %1</source>
        <translation>nó kết thúc với mã %1</translation>
    </message>
    <message>
        <source>Starting it again.</source>
        <translation>Đang chạy lại nó.</translation>
    </message>
    <message>
        <source>it writes, but no keyframe has come for %1 s</source>
        <translation>nó có ghi ra, nhưng chưa có khung hình khóa nào đã %1 giây</translation>
    </message>
</context>
<context>
    <name>oriel::ConnectionTestDialog</name>
    <message>
        <source>Name found</source>
        <translation>Tìm thấy tên</translation>
    </message>
    <message>
        <source>Device answers</source>
        <translation>Thiết bị trả lời</translation>
    </message>
    <message>
        <source>Port is open</source>
        <translation>Cổng đang mở</translation>
    </message>
    <message>
        <source>Speaks RTSP</source>
        <translation>Nói giao thức RTSP</translation>
    </message>
    <message>
        <source>Lets us in</source>
        <translation>Cho phép vào</translation>
    </message>
    <message>
        <source>Has this stream</source>
        <translation>Có luồng này</translation>
    </message>
    <message>
        <source>Packets arrive</source>
        <translation>Nhận được gói tin</translation>
    </message>
    <message>
        <source>Picture is shown</source>
        <translation>Hiện được hình</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>chưa tới</translation>
    </message>
    <message>
        <source>running</source>
        <translation>đang chạy</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>được</translation>
    </message>
    <message>
        <source>no</source>
        <translation>không</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Kiểm tra kết nối</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Đóng</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Sao chép</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>This camera works.</source>
        <translation>Camera này hoạt động.</translation>
    </message>
</context>
<context>
    <name>oriel::Error</name>
    <message>
        <source>There is no error.</source>
        <translation>Không có lỗi.</translation>
    </message>
    <message>
        <source>The address %1 cannot be used: %2. Write it like rtsp://camera.local:8554/path.</source>
        <translation>Không dùng được địa chỉ %1: %2. Hãy viết như rtsp://camera.local:8554/path.</translation>
    </message>
    <message>
        <source>The name %1 cannot be found. Check the spelling, and that the device is switched on and in this network.</source>
        <translation>Không tìm thấy tên %1. Hãy kiểm tra cách viết, và xem thiết bị đã bật và ở trong mạng này chưa.</translation>
    </message>
    <message>
        <source>There is no way through the network to %1. Check the cables and the Wi-Fi of both sides.</source>
        <translation>Không có đường mạng nào tới %1. Hãy kiểm tra dây cáp và Wi-Fi của cả hai bên.</translation>
    </message>
    <message>
        <source>The server at %1 refuses the connection. Check that it is running and that no firewall closes the port.</source>
        <translation>Máy chủ tại %1 từ chối kết nối. Hãy kiểm tra xem nó có đang chạy và tường lửa có chặn cổng không.</translation>
    </message>
    <message>
        <source>The connection to %1 broke off. Check the network, and whether the server was restarted.</source>
        <translation>Kết nối tới %1 bị đứt. Hãy kiểm tra mạng, và xem máy chủ có bị khởi động lại không.</translation>
    </message>
    <message>
        <source>%1 does not answer. Check that the device is switched on, and that address and port are right.</source>
        <translation>%1 không trả lời. Hãy kiểm tra xem thiết bị đã bật, địa chỉ và cổng có đúng không.</translation>
    </message>
    <message>
        <source>What answers at %1 does not speak RTSP. Check the port; most cameras use 554 or 8554.</source>
        <translation>Bên trả lời tại %1 không nói giao thức RTSP. Hãy kiểm tra cổng; phần lớn camera dùng 554 hoặc 8554.</translation>
    </message>
    <message>
        <source>%1 asks for a user name and a password. Enter both and connect again.</source>
        <translation>%1 yêu cầu tên người dùng và mật khẩu. Hãy nhập cả hai rồi kết nối lại.</translation>
    </message>
    <message>
        <source>%1 does not accept this user name and password. Check both and enter them again.</source>
        <translation>%1 không chấp nhận tên người dùng và mật khẩu này. Hãy kiểm tra cả hai rồi nhập lại.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one that this computer trusts. Compare its number with that of your server, and trust it in the window or with --trust-certificate (%2).</source>
        <translation>Máy tính này không tin cậy chứng chỉ của %1. Hãy so số của nó với số trên máy chủ của bạn, rồi tin cậy nó trong cửa sổ hoặc bằng --trust-certificate (%2).</translation>
    </message>
    <message>
        <source>The certificate of %1 is not the one that you trusted. Find out why before you trust the new one: another machine may answer in its place (%2).</source>
        <translation>Chứng chỉ của %1 không phải chứng chỉ bạn đã tin cậy. Hãy tìm hiểu lý do trước khi tin cậy chứng chỉ mới: có thể một máy khác đang trả lời thay (%2).</translation>
    </message>
    <message>
        <source>No encrypted connection to %1 comes about: %2. Check that this is the server&apos;s port for rtsps://, often 322 or 8322.</source>
        <translation>Không lập được kết nối mã hóa tới %1: %2. Hãy kiểm tra xem đây có phải cổng rtsps:// của máy chủ không, thường là 322 hoặc 8322.</translation>
    </message>
    <message>
        <source>Nothing is published at %1 yet. Start the streamer, or check the path.</source>
        <translation>Chưa có gì được phát tại %1. Hãy chạy bộ phát, hoặc kiểm tra đường dẫn.</translation>
    </message>
    <message>
        <source>Another publisher already sends to %1. Stop it, or choose another path.</source>
        <translation>Một bộ phát khác đang gửi tới %1. Hãy dừng nó, hoặc chọn đường dẫn khác.</translation>
    </message>
    <message>
        <source>The server takes no stream at %1 (%2). Check the path, and whether the server&apos;s settings let anybody publish there.</source>
        <translation>Máy chủ không nhận luồng tại %1 (%2). Hãy kiểm tra đường dẫn, và xem cấu hình máy chủ có cho phép phát tới đó không.</translation>
    </message>
    <message>
        <source>The server at %1 refuses the way the video would travel. Switch between TCP and UDP, or allow one of them on the server.</source>
        <translation>Máy chủ tại %1 từ chối cách truyền video. Hãy chuyển giữa TCP và UDP, hoặc cho phép một trong hai trên máy chủ.</translation>
    </message>
    <message>
        <source>The server at %1 plays, but no video arrives. Switch to TCP, or open the UDP ports in the firewall.</source>
        <translation>Máy chủ tại %1 đang phát, nhưng không có video nào tới. Hãy chuyển sang TCP, hoặc mở các cổng UDP trên tường lửa.</translation>
    </message>
    <message>
        <source>The server at %1 refuses: %2. Check its settings and its log.</source>
        <translation>Máy chủ tại %1 từ chối: %2. Hãy kiểm tra cấu hình và nhật ký của nó.</translation>
    </message>
    <message>
        <source>%1 redirects again and again. Use the address of the camera itself.</source>
        <translation>%1 chuyển hướng hết lần này đến lần khác. Hãy dùng địa chỉ của chính camera.</translation>
    </message>
    <message>
        <source>%1 offers no video. Check the path, and that the camera&apos;s video is switched on.</source>
        <translation>%1 không có video. Hãy kiểm tra đường dẫn, và xem video của camera đã bật chưa.</translation>
    </message>
    <message>
        <source>The video of %1 is in a format that cannot be shown (%2). Set the camera to H.264 or H.265.</source>
        <translation>Video của %1 ở định dạng không hiển thị được (%2). Hãy đặt camera sang H.264 hoặc H.265.</translation>
    </message>
    <message>
        <source>No more pictures come from %1. Check the camera and the network.</source>
        <translation>Không còn hình nào tới từ %1. Hãy kiểm tra camera và mạng.</translation>
    </message>
    <message>
        <source>%1 ended the stream. Check that the streamer or the camera still runs.</source>
        <translation>%1 đã kết thúc luồng. Hãy kiểm tra xem bộ phát hoặc camera còn chạy không.</translation>
    </message>
    <message>
        <source>Another program already uses %1. Stop that program, or choose another port.</source>
        <translation>Một chương trình khác đang dùng %1. Hãy dừng chương trình đó, hoặc chọn cổng khác.</translation>
    </message>
    <message>
        <source>This user may not open %1: ports below 1024 need root. Choose a higher one, such as 8554.</source>
        <translation>Người dùng này không được mở %1: các cổng dưới 1024 cần quyền root. Hãy chọn cổng cao hơn, chẳng hạn 8554.</translation>
    </message>
    <message>
        <source>%1 cannot be served on: %2. Take an address of this computer, or leave it out to serve on all of them.</source>
        <translation>Không phục vụ được trên %1: %2. Hãy dùng một địa chỉ của máy tính này, hoặc bỏ trống để phục vụ trên mọi địa chỉ.</translation>
    </message>
    <message>
        <source>This user may not use %1. Give access to it; a camera needs membership in the group video.</source>
        <translation>Người dùng này không được dùng %1. Hãy cấp quyền; dùng camera cần thuộc nhóm video.</translation>
    </message>
    <message>
        <source>%1 cannot be used: %2. Check the name, the access rights and the free space.</source>
        <translation>Không dùng được %1: %2. Hãy kiểm tra tên, quyền truy cập và dung lượng trống.</translation>
    </message>
    <message>
        <source>This system has no keychain to keep passwords in (%1). Oriel keeps them until it is closed; install a keyring, such as GNOME Keyring or KWallet, to keep them for longer.</source>
        <translation>Hệ thống này không có chùm khóa để giữ mật khẩu (%1). Oriel giữ chúng cho tới khi được đóng; hãy cài một chùm khóa như GNOME Keyring hoặc KWallet để giữ lâu hơn.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain is locked or keeps Oriel out (%1). Unlock it, or enter the password: Oriel then keeps it until it is closed.</source>
        <translation>Chùm khóa của hệ thống đang khóa hoặc không cho Oriel vào (%1). Hãy mở khóa, hoặc nhập mật khẩu: khi đó Oriel giữ nó cho tới khi được đóng.</translation>
    </message>
    <message>
        <source>The system&apos;s keychain does not answer. Unlock or restart it, or enter the password: Oriel then keeps it until it is closed.</source>
        <translation>Chùm khóa của hệ thống không trả lời. Hãy mở khóa hoặc khởi động lại nó, hoặc nhập mật khẩu: khi đó Oriel giữ nó cho tới khi được đóng.</translation>
    </message>
    <message>
        <source>The video cannot be encoded: %1. Choose another size, frame rate or encoder.</source>
        <translation>Không mã hóa được video: %1. Hãy chọn kích thước, tốc độ khung hình hoặc bộ mã hóa khác.</translation>
    </message>
    <message>
        <source>The video cannot be decoded: %1. Set the camera to H.264, with its parameter sets (headers) at each keyframe.</source>
        <translation>Không giải mã được video: %1. Hãy đặt camera sang H.264, với các bộ tham số (header) ở mỗi khung hình khóa.</translation>
    </message>
    <message>
        <source>%1 delivers no pictures: %2. Check that it is connected and that no other program uses it.</source>
        <translation>%1 không cho hình nào: %2. Hãy kiểm tra xem nó đã được nối và không có chương trình nào khác đang dùng.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>The video source</source>
        <translation>Nguồn video</translation>
    </message>
    <message>
        <source>the device</source>
        <translation>thiết bị</translation>
    </message>
    <message>
        <source>the port</source>
        <translation>cổng</translation>
    </message>
    <message>
        <source>the given address</source>
        <translation>địa chỉ đã cho</translation>
    </message>
    <message>
        <source>the reason is not known</source>
        <translation>không rõ lý do</translation>
    </message>
</context>
<context>
    <name>oriel::FileDecoder</name>
    <message>
        <source>libavcodec has no decoder for %1</source>
        <translation>libavcodec không có bộ giải mã cho %1</translation>
    </message>
</context>
<context>
    <name>oriel::FileSource</name>
    <message>
        <source>%1 is meant to be turned by %2°, and is sent as it was recorded.</source>
        <translation>%1 lẽ ra phải xoay %2°, nhưng được gửi đúng như khi ghi.</translation>
    </message>
    <message>
        <source>no picture of it can be read</source>
        <translation>không đọc được hình nào trong đó</translation>
    </message>
    <message>
        <source>A part of %1 cannot be read and is left out.</source>
        <translation>Không đọc được một phần của %1, phần đó bị bỏ qua.</translation>
    </message>
</context>
<context>
    <name>oriel::KeychainCall</name>
    <message>
        <source>it is locked</source>
        <translation>đang khóa</translation>
    </message>
</context>
<context>
    <name>oriel::MainWindow</name>
    <message>
        <source>Oriel speaks that language from its next start on.</source>
        <translation>Oriel sẽ dùng ngôn ngữ đó từ lần khởi động sau.</translation>
    </message>
    <message>
        <source>“%1” was removed.</source>
        <translation>Đã xóa “%1”.</translation>
    </message>
    <message>
        <source>No saved camera is called “%1”.</source>
        <translation>Không có camera đã lưu nào tên là “%1”.</translation>
    </message>
    <message>
        <source>About Oriel</source>
        <translation>Giới thiệu Oriel</translation>
    </message>
    <message>
        <source>Oriel %1 shows live cameras with the least delay.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Oriel %1 hiển thị camera trực tiếp với độ trễ thấp nhất.

Phần mềm tự do theo Giấy phép Công cộng GNU, phiên bản 3 hoặc mới hơn.</translation>
    </message>
</context>
<context>
    <name>oriel::MediaFile</name>
    <message>
        <source>it is no video file, or a part of it is missing</source>
        <translation>đó không phải tệp video, hoặc tệp bị thiếu một phần</translation>
    </message>
    <message>
        <source>it is no file</source>
        <translation>đó không phải tệp</translation>
    </message>
    <message>
        <source>there is no video in it</source>
        <translation>trong đó không có video</translation>
    </message>
</context>
<context>
    <name>oriel::MessageCard</name>
    <message>
        <source>Copy details</source>
        <translation>Sao chép chi tiết</translation>
    </message>
</context>
<context>
    <name>oriel::OpenSource</name>
    <message>
        <source>%1x%2 at %3 frames/s is more than level %4 of H.264 allows</source>
        <translation>%1x%2 ở %3 khung/giây vượt quá level %4 của H.264</translation>
    </message>
    <message>
        <source>The source is H.264 already and is passed through as it is: %1 have no effect.</source>
        <translation>Nguồn đã là H.264 và được chuyển nguyên vẹn: %1 không có tác dụng.</translation>
    </message>
</context>
<context>
    <name>oriel::PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>Tên người d&amp;ùng</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Mật khẩu</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>%1 asks for a user name and a password.</source>
        <translation>%1 yêu cầu tên người dùng và mật khẩu.</translation>
    </message>
</context>
<context>
    <name>oriel::PlaybackSession</name>
    <message>
        <source>Trying again.</source>
        <translation>Đang thử lại.</translation>
    </message>
</context>
<context>
    <name>oriel::PlayerPage</name>
    <message>
        <source>Waiting for the password from the keychain…</source>
        <translation>Đang chờ mật khẩu từ chùm khóa…</translation>
    </message>
    <message>
        <source>It may be locked, and ask for its own password.</source>
        <translation>Chùm khóa có thể đang khóa và hỏi mật khẩu riêng của nó.</translation>
    </message>
    <message>
        <source>last picture %1 s old</source>
        <translation>hình cuối đã %1 giây</translation>
    </message>
    <message>
        <source>No answer from %1 for %2 s.</source>
        <translation>%1 không trả lời đã %2 giây.</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>Đã kết nối tới %1.</translation>
    </message>
    <message>
        <source>The picture comes with the stream&apos;s next keyframe.</source>
        <translation>Hình sẽ hiện ở khung hình khóa kế tiếp của luồng.</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Đang kết nối tới %1…</translation>
    </message>
    <message>
        <source>Oriel keeps trying.</source>
        <translation>Oriel vẫn tiếp tục thử.</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>Đang thử lại.</translation>
    </message>
    <message>
        <source>The connection is still open; Oriel connects again if nothing comes.</source>
        <translation>Kết nối vẫn còn mở; Oriel sẽ kết nối lại nếu không có gì tới.</translation>
    </message>
    <message>
        <source>Oriel keeps trying: next try in %1 s.</source>
        <translation>Oriel vẫn tiếp tục thử: lần kế tiếp sau %1 giây.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Thử ngay</translation>
    </message>
    <message>
        <source>Change address</source>
        <translation>Đổi địa chỉ</translation>
    </message>
    <message>
        <source>Test step by step</source>
        <translation>Kiểm tra từng bước</translation>
    </message>
    <message>
        <source>Enter password</source>
        <translation>Nhập mật khẩu</translation>
    </message>
    <message>
        <source>Look at the certificate</source>
        <translation>Xem chứng chỉ</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Thử lại</translation>
    </message>
    <message>
        <source>raster</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>OpenGL %1</source>
        <translation>OpenGL %1</translation>
    </message>
</context>
<context>
    <name>oriel::RtspClientSession</name>
    <message>
        <source>redirected while streaming: %1</source>
        <translation>bị chuyển hướng khi đang phát: %1</translation>
    </message>
    <message>
        <source>rtsps:// goes over TCP</source>
        <translation>rtsps:// đi qua TCP</translation>
    </message>
</context>
<context>
    <name>oriel::RtspConnection</name>
    <message>
        <source>the look-up took more than %1 s</source>
        <translation>việc tra tên mất hơn %1 giây</translation>
    </message>
    <message>
        <source>%1 was not answered within %2 s</source>
        <translation>%1 không được trả lời trong %2 giây</translation>
    </message>
</context>
<context>
    <name>oriel::RtspPlayer</name>
    <message>
        <source>no packet within %1 s of PLAY</source>
        <translation>không có gói tin nào trong %1 giây sau PLAY</translation>
    </message>
</context>
<context>
    <name>oriel::RtspRedirects</name>
    <message>
        <source>%1 without a usable Location</source>
        <translation>%1 mà không có Location dùng được</translation>
    </message>
</context>
<context>
    <name>oriel::RunReport</name>
    <message>
        <source>there was no picture to save</source>
        <translation>không có hình nào để lưu</translation>
    </message>
</context>
<context>
    <name>oriel::StartPage</name>
    <message>
        <source>Connect</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Address of the camera</source>
        <translation>Địa chỉ của camera</translation>
    </message>
    <message>
        <source>See a camera now</source>
        <translation>Xem camera ngay</translation>
    </message>
    <message>
        <source>Paste the address of a stream. Left empty, Oriel looks for a streamer on this computer.</source>
        <translation>Dán địa chỉ của một luồng. Nếu để trống, Oriel tìm bộ phát trên máy tính này.</translation>
    </message>
    <message>
        <source>Show me the test picture</source>
        <translation>Cho tôi xem hình thử</translation>
    </message>
    <message>
        <source>Play “%1”</source>
        <translation>Phát “%1”</translation>
    </message>
</context>
<context>
    <name>oriel::StreamUrl</name>
    <message>
        <source>the port is not a number from 1 to 65535</source>
        <translation>cổng không phải là số từ 1 đến 65535</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>địa chỉ trống</translation>
    </message>
    <message>
        <source>it holds an invisible character; type it instead of pasting it</source>
        <translation>có ký tự vô hình; hãy gõ thay vì dán</translation>
    </message>
    <message>
        <source>an address has no spaces</source>
        <translation>địa chỉ không có dấu cách</translation>
    </message>
    <message>
        <source>an address begins with rtsp://</source>
        <translation>địa chỉ bắt đầu bằng rtsp://</translation>
    </message>
    <message>
        <source>%1:// is not a stream address, use rtsp://</source>
        <translation>%1:// không phải địa chỉ luồng, hãy dùng rtsp://</translation>
    </message>
    <message>
        <source>user name or password hold a % code that is no text</source>
        <translation>tên người dùng hoặc mật khẩu chứa mã % không phải văn bản</translation>
    </message>
    <message>
        <source>user name or password hold a control character</source>
        <translation>tên người dùng hoặc mật khẩu chứa ký tự điều khiển</translation>
    </message>
    <message>
        <source>the ] behind the IPv6 address is missing</source>
        <translation>thiếu dấu ] sau địa chỉ IPv6</translation>
    </message>
    <message>
        <source>what stands in [ ] is not an IPv6 address</source>
        <translation>phần trong [ ] không phải địa chỉ IPv6</translation>
    </message>
    <message>
        <source>only a port may follow the ] of an IPv6 address</source>
        <translation>sau dấu ] của địa chỉ IPv6 chỉ được có cổng</translation>
    </message>
    <message>
        <source>an IPv6 address stands in [ ], as in rtsp://[fe80::1]:8554/path</source>
        <translation>địa chỉ IPv6 phải nằm trong [ ], như rtsp://[fe80::1]:8554/path</translation>
    </message>
    <message>
        <source>it names no host</source>
        <translation>địa chỉ không nêu tên máy</translation>
    </message>
    <message>
        <source>the host name holds a character that none may have</source>
        <translation>tên máy chứa ký tự không được phép</translation>
    </message>
    <message>
        <source>in a password / is written %2F, ? is %3F and # is %23</source>
        <translation>trong mật khẩu, / viết là %2F, ? là %3F và # là %23</translation>
    </message>
</context>
<context>
    <name>oriel::StreamerOptions</name>
    <message>
        <source>an even number</source>
        <translation>một số chẵn</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>một số</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>một số nguyên</translation>
    </message>
    <message>
        <source>%1 Default: %2.</source>
        <translation>%1 Mặc định: %2.</translation>
    </message>
    <message>
        <source>Sends a live picture over RTSP with the least delay. Without --publish and --serve it publishes to rtsp://localhost:8554/ES_MTX, or serves that itself where no server runs.</source>
        <translation>Gửi hình trực tiếp qua RTSP với độ trễ thấp nhất. Nếu không có --publish và --serve, nó phát tới rtsp://localhost:8554/ES_MTX, hoặc tự phục vụ địa chỉ đó khi không có máy chủ nào chạy.</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>Hiện trợ giúp này.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Hiện phiên bản.</translation>
    </message>
    <message>
        <source>Publish to an RTSP server, such as rtsp://host:8554/path, and reconnect for ever.</source>
        <translation>Phát tới một máy chủ RTSP, chẳng hạn rtsp://máy:8554/đường-dẫn, và luôn tự kết nối lại.</translation>
    </message>
    <message>
        <source>Serve readers from here; each part of ADDRESS:PORT/PATH may be left out. Default: [::]:8554/ES_MTX.</source>
        <translation>Tự phục vụ người xem; mỗi phần của ADDRESS:PORT/PATH đều có thể bỏ. Mặc định: [::]:8554/ES_MTX.</translation>
    </message>
    <message>
        <source>Where the picture comes from: test, file (--input) or command (behind --).</source>
        <translation>Hình lấy từ đâu: test, file (--input) hoặc command (sau --).</translation>
    </message>
    <message>
        <source>A video file to play again and again; means --source file. H.264 is passed through as it is.</source>
        <translation>Tệp video để phát lặp lại; đồng nghĩa --source file. H.264 được chuyển nguyên vẹn.</translation>
    </message>
    <message>
        <source>Width in pixels, even; a file has its own.</source>
        <translation>Chiều rộng theo điểm ảnh, số chẵn; tệp có chiều rộng riêng.</translation>
    </message>
    <message>
        <source>Height in pixels, even; a file has its own.</source>
        <translation>Chiều cao theo điểm ảnh, số chẵn; tệp có chiều cao riêng.</translation>
    </message>
    <message>
        <source>Frames a second; a file has its own.</source>
        <translation>Số khung hình mỗi giây; tệp có tốc độ riêng.</translation>
    </message>
    <message>
        <source>Bits a second.</source>
        <translation>Số bit mỗi giây.</translation>
    </message>
    <message>
        <source>H.264 profile: baseline, main or high.</source>
        <translation>Profile H.264: baseline, main hoặc high.</translation>
    </message>
    <message>
        <source>H.264 level.</source>
        <translation>Level H.264.</translation>
    </message>
    <message>
        <source>Frames from one keyframe to the next.</source>
        <translation>Số khung hình từ một khung hình khóa tới khung kế tiếp.</translation>
    </message>
    <message>
        <source>How it is published: auto, udp or tcp.</source>
        <translation>Cách phát: auto, udp hoặc tcp.</translation>
    </message>
    <message>
        <source>Make viewers that wait for the next frame show this one: on or off.</source>
        <translation>Khiến các trình xem vốn chờ khung hình kế tiếp hiện ngay khung này: on hoặc off.</translation>
    </message>
    <message>
        <source>End after so many seconds.</source>
        <translation>Kết thúc sau từng ấy giây.</translation>
    </message>
    <message>
        <source>Write the figures of the run at its end; - for standard output.</source>
        <translation>Ghi các số liệu khi kết thúc; - là đầu ra chuẩn.</translation>
    </message>
    <message>
        <source>debug, info, warning or error.</source>
        <translation>debug, info, warning hoặc error.</translation>
    </message>
    <message>
        <source>h264, the only one.</source>
        <translation>h264, loại duy nhất.</translation>
    </message>
    <message>
        <source>A program that writes H.264 to its standard output, and its arguments, such as rpicam-vid -t 0 --inline --flush -o -; means --source command.</source>
        <translation>Một chương trình ghi H.264 ra đầu ra chuẩn, cùng các đối số, chẳng hạn rpicam-vid -t 0 --inline --flush -o -; đồng nghĩa --source command.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no option. To publish to an address, write --publish before it.</source>
        <translation>&quot;%1&quot; không phải tùy chọn. Để phát tới một địa chỉ, hãy viết --publish trước nó.</translation>
    </message>
    <message>
        <source>--%1 takes %2 from %3 to %4, not &quot;%5&quot;.</source>
        <translation>--%1 nhận %2 từ %3 đến %4, không phải &quot;%5&quot;.</translation>
    </message>
    <message>
        <source>-t takes 0, which means for ever. To end after a time, use --exit-after SECONDS.</source>
        <translation>-t chỉ nhận 0, nghĩa là mãi mãi. Để kết thúc sau một thời gian, hãy dùng --exit-after GIÂY.</translation>
    </message>
    <message>
        <source>-o is not known here: the video is sent over RTSP. Use --publish URL or --serve.</source>
        <translation>Ở đây không có -o: video được gửi qua RTSP. Hãy dùng --publish URL hoặc --serve.</translation>
    </message>
    <message>
        <source>--vflip and --hflip turn a camera&apos;s picture: give them to the camera&apos;s own program, behind --.</source>
        <translation>--vflip và --hflip xoay hình của camera: hãy đưa chúng cho chính chương trình của camera, sau --.</translation>
    </message>
    <message>
        <source>--source file and --input FILE go together.</source>
        <translation>--source file và --input TỆP đi cùng nhau.</translation>
    </message>
    <message>
        <source>--source command and a program behind -- go together, such as: --source command -- rpicam-vid -t 0 --inline --flush -o -</source>
        <translation>--source command và một chương trình sau -- đi cùng nhau, chẳng hạn: --source command -- rpicam-vid -t 0 --inline --flush -o -</translation>
    </message>
    <message>
        <source>--level takes one of %1, not &quot;%2&quot;.</source>
        <translation>--level nhận một trong %1, không phải &quot;%2&quot;.</translation>
    </message>
    <message>
        <source>%1 is more than any level of H.264 allows.</source>
        <translation>%1 vượt quá mọi level của H.264.</translation>
    </message>
    <message>
        <source>%1 needs --level %2.</source>
        <translation>%1 cần --level %2.</translation>
    </message>
    <message>
        <source>A user name and a password go together: give --user (or ORIEL_USER) and --password-file (or ORIEL_PASSWORD).</source>
        <translation>Tên người dùng và mật khẩu đi cùng nhau: hãy cho --user (hoặc ORIEL_USER) và --password-file (hoặc ORIEL_PASSWORD).</translation>
    </message>
    <message>
        <source>--serve takes ADDRESS:PORT/PATH, such as 127.0.0.1:8554/cam, [::1]:8554/cam, 8555 or /cam, with a port from 1 to 65535; not &quot;%1&quot;.</source>
        <translation>--serve nhận ADDRESS:PORT/PATH, chẳng hạn 127.0.0.1:8554/cam, [::1]:8554/cam, 8555 hoặc /cam, với cổng từ 1 đến 65535; không phải &quot;%1&quot;.</translation>
    </message>
</context>
<context>
    <name>oriel::TestStream</name>
    <message>
        <source>oriel-streamer does not get ready. Try once more.</source>
        <translation>oriel-streamer không sẵn sàng. Hãy thử lại.</translation>
    </message>
    <message>
        <source>oriel-streamer cannot be started: %1. Install it anew.</source>
        <translation>Không chạy được oriel-streamer: %1. Hãy cài lại.</translation>
    </message>
    <message>
        <source>oriel-streamer ended by itself. Try once more.</source>
        <translation>oriel-streamer tự kết thúc. Hãy thử lại.</translation>
    </message>
    <message>
        <source>The test picture comes from oriel-streamer, which is not installed. Install that too.</source>
        <translation>Hình thử do oriel-streamer tạo ra, mà chương trình này chưa được cài. Hãy cài cả nó.</translation>
    </message>
</context>
<context>
    <name>oriel::VideoDecoder</name>
    <message>
        <source>libavcodec has no %1</source>
        <translation>libavcodec không có %1</translation>
    </message>
</context>
<context>
    <name>oriel::ViewerOptions</name>
    <message>
        <source>Shows a live camera with the least delay.</source>
        <translation>Hiển thị camera trực tiếp với độ trễ thấp nhất.</translation>
    </message>
    <message>
        <source>rtsp://host:port/path of the camera.</source>
        <translation>rtsp://máy:cổng/đường-dẫn của camera.</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>Hiện trợ giúp này.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Hiện phiên bản.</translation>
    </message>
    <message>
        <source>Play the saved camera of that name.</source>
        <translation>Phát camera đã lưu có tên này.</translation>
    </message>
    <message>
        <source>How the video travels: auto, udp or tcp.</source>
        <translation>Cách truyền video: auto, udp hoặc tcp.</translation>
    </message>
    <message>
        <source>How it is drawn: auto, gl or raster.</source>
        <translation>Cách vẽ hình: auto, gl hoặc raster.</translation>
    </message>
    <message>
        <source>Fill the screen.</source>
        <translation>Chiếm toàn màn hình.</translation>
    </message>
    <message>
        <source>Show nothing on top of the picture.</source>
        <translation>Không hiện gì trên hình.</translation>
    </message>
    <message>
        <source>Write the figures of the run at its end; - for standard output.</source>
        <translation>Ghi các số liệu khi kết thúc; - là đầu ra chuẩn.</translation>
    </message>
    <message>
        <source>End after so many seconds.</source>
        <translation>Kết thúc sau từng ấy giây.</translation>
    </message>
    <message>
        <source>Save the last picture at the end, PNG or JPEG.</source>
        <translation>Lưu hình cuối cùng khi kết thúc, PNG hoặc JPEG.</translation>
    </message>
    <message>
        <source>debug, info, warning or error.</source>
        <translation>debug, info, warning hoặc error.</translation>
    </message>
    <message>
        <source>Usage: oriel [options] [URL]</source>
        <translation>Cách dùng: oriel [tùy chọn] [URL]</translation>
    </message>
    <message>
        <source>--snapshot takes a file whose name ends in .png or .jpg.</source>
        <translation>--snapshot cần một tệp có tên kết thúc bằng .png hoặc .jpg.</translation>
    </message>
    <message>
        <source>--exit-after takes a number of seconds above 0.</source>
        <translation>--exit-after cần một số giây lớn hơn 0.</translation>
    </message>
    <message>
        <source>Give an address or a camera, not both.</source>
        <translation>Hãy cho một địa chỉ hoặc một camera, không phải cả hai.</translation>
    </message>
    <message>
        <source>A saved camera has its own user name and transport: --camera goes with neither --user nor --transport.</source>
        <translation>Camera đã lưu có tên người dùng và cách truyền riêng: --camera không đi cùng --user hay --transport.</translation>
    </message>
    <message>
        <source>Give one address only.</source>
        <translation>Chỉ cho một địa chỉ.</translation>
    </message>
</context>
<context>
    <name>oriel::WindowMenu</name>
    <message>
        <source>&amp;Camera</source>
        <translation>&amp;Camera</translation>
    </message>
    <message>
        <source>&amp;Add camera…</source>
        <translation>&amp;Thêm camera…</translation>
    </message>
    <message>
        <source>&amp;Open address</source>
        <translation>&amp;Mở địa chỉ</translation>
    </message>
    <message>
        <source>&amp;Save this camera…</source>
        <translation>&amp;Lưu camera này…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Sửa…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Xóa</translation>
    </message>
    <message>
        <source>&amp;Test connection…</source>
        <translation>&amp;Kiểm tra kết nối…</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>&amp;Ngắt kết nối</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>T&amp;hoát</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Xem</translation>
    </message>
    <message>
        <source>&amp;Cameras</source>
        <translation>Danh sách &amp;camera</translation>
    </message>
    <message>
        <source>&amp;Overlay: none, compact, full</source>
        <translation>&amp;Lớp phủ: không, gọn, đầy đủ</translation>
    </message>
    <message>
        <source>Copy &amp;figures</source>
        <translation>&amp;Sao chép số liệu</translation>
    </message>
    <message>
        <source>Full &amp;screen</source>
        <translation>&amp;Toàn màn hình</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Thoát toàn màn hình</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Ngôn ngữ</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Trợ giúp</translation>
    </message>
    <message>
        <source>&amp;About Oriel</source>
        <translation>&amp;Giới thiệu Oriel</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Theo hệ thống</translation>
    </message>
</context>
<context>
    <name>oriel::X264Encoder</name>
    <message>
        <source>libavcodec was built without libx264</source>
        <translation>libavcodec được biên dịch không có libx264</translation>
    </message>
    <message>
        <source>it does not know the option %1</source>
        <translation>nó không biết tùy chọn %1</translation>
    </message>
</context>
<context>
    <name>oriel::overlay</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 kbit/s</source>
        <translation>%1 kbit/s</translation>
    </message>
    <message>
        <source>%1 Mbit/s</source>
        <translation>%1 Mbit/s</translation>
    </message>
    <message>
        <source>&lt; 0.1 % lost</source>
        <translation>mất &lt; 0.1 %</translation>
    </message>
    <message>
        <source>%1 % lost</source>
        <translation>mất %1 %</translation>
    </message>
    <message>
        <source>no picture yet</source>
        <translation>chưa có hình</translation>
    </message>
    <message>
        <source>age unknown: the clocks differ</source>
        <translation>không rõ độ trễ: đồng hồ lệch nhau</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>since it arrived; its way here is not known</source>
        <translation>từ lúc tới đây; không rõ chặng đường trước đó</translation>
    </message>
    <message>
        <source>by the server&apos;s clock, an estimate</source>
        <translation>theo đồng hồ máy chủ, ước lượng</translation>
    </message>
    <message>
        <source>let both machines follow NTP</source>
        <translation>hãy cho cả hai máy theo NTP</translation>
    </message>
    <message>
        <source>since the camera&apos;s picture, measured</source>
        <translation>từ lúc camera chụp, đo được</translation>
    </message>
    <message>
        <source>since the camera&apos;s picture, if both clocks are right</source>
        <translation>từ lúc camera chụp, nếu cả hai đồng hồ đúng</translation>
    </message>
    <message>
        <source>captured → encoded</source>
        <translation>chụp → mã hóa</translation>
    </message>
    <message>
        <source>→ sent</source>
        <translation>→ gửi</translation>
    </message>
    <message>
        <source>→ received</source>
        <translation>→ nhận</translation>
    </message>
    <message>
        <source>→ decoded</source>
        <translation>→ giải mã</translation>
    </message>
    <message>
        <source>→ painted</source>
        <translation>→ vẽ</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>không rõ</translation>
    </message>
    <message>
        <source>%1 measured</source>
        <translation>%1 đo được</translation>
    </message>
    <message>
        <source>%1 estimated</source>
        <translation>%1 ước lượng</translation>
    </message>
    <message>
        <source>last minute, worst %1</source>
        <translation>một phút qua, tệ nhất %1</translation>
    </message>
    <message>
        <source>%1 received · %2 decoded · %3 painted</source>
        <translation>%1 nhận · %2 giải mã · %3 vẽ</translation>
    </message>
    <message>
        <source>GOP %1</source>
        <translation>GOP %1</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) of reordering</source>
        <translation>
            <numerusform>%n hình phải xếp lại</numerusform>
        </translation>
    </message>
    <message>
        <source>Frames/s</source>
        <translation>Khung/giây</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Trục trặc</translation>
    </message>
    <message>
        <source>%1 dropped · %2 damaged · %3 reconnects</source>
        <translation>%1 bỏ · %2 hỏng · %3 lần nối lại</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Mạng</translation>
    </message>
    <message>
        <source>jitter %1</source>
        <translation>jitter %1</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Gói tin</translation>
    </message>
    <message>
        <source>%1 reordered</source>
        <translation>%1 sai thứ tự</translation>
    </message>
    <message>
        <source>%1 twice</source>
        <translation>%1 trùng</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Luồng</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Cách vẽ</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Giải mã</translation>
    </message>
</context>
</TS>
