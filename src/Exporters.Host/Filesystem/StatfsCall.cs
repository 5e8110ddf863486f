using Exporters.Linux;

namespace Exporters.Host.Filesystem;

/// <summary>Asks the file system at a path, encoded and with a zero byte at its end; may take for ever. Tests put their own here.</summary>
internal delegate Errno StatfsCall(ReadOnlySpan<byte> terminatedPath, out FilesystemSpace space);
