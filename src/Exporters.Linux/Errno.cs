namespace Exporters.Linux;

/// <summary>The error numbers that a reader of kernel files meets, with what they mean there; errno(3).</summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>EPERM: not permitted.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT: it does not exist, or no longer.</summary>
    NoEntry = 2,

    /// <summary>ESRCH: the process is gone.</summary>
    NoProcess = 3,

    /// <summary>EINTR: a signal came first.</summary>
    Interrupted = 4,

    /// <summary>EIO: the device failed.</summary>
    InputOutput = 5,

    /// <summary>ENXIO: no such device or address.</summary>
    NoDeviceAddress = 6,

    /// <summary>EAGAIN: not now; some sensors say so while they measure.</summary>
    TryAgain = 11,

    /// <summary>EACCES: the mode of the file forbids it.</summary>
    AccessDenied = 13,

    /// <summary>EBUSY: the device is in use.</summary>
    Busy = 16,

    /// <summary>ENODEV: the device is gone or has no such value.</summary>
    NoDevice = 19,

    /// <summary>ENOTDIR: a part of the path is no directory.</summary>
    NotDirectory = 20,

    /// <summary>EISDIR: it is a directory.</summary>
    IsDirectory = 21,

    /// <summary>EINVAL: the driver does not support it now (a link's speed while it is down).</summary>
    Invalid = 22,

    /// <summary>EFBIG: it is larger than its reader takes.</summary>
    TooLarge = 27,

    /// <summary>ENODATA: no value at this moment.</summary>
    NoData = 61,

    /// <summary>EOPNOTSUPP: this kernel or driver does not support it.</summary>
    NotSupported = 95,

    /// <summary>EAFNOSUPPORT: no sockets of this family here; the kernel lacks it, or a sandbox forbids it.</summary>
    NoAddressFamily = 97,

    /// <summary>ENOBUFS: the kernel had to drop messages.</summary>
    NoBufferSpace = 105,

    /// <summary>ETIMEDOUT: the device did not answer.</summary>
    TimedOut = 110,
}
