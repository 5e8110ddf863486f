namespace Exporters.Configuration.Settings;

/// <summary>Two settings that cannot hold together were both given. The message names both, and where each was said.</summary>
public sealed class SettingConflictException(string message) : Exception(message);
