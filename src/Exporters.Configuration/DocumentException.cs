using YamlDotNet.Core;

namespace Exporters.Configuration;

/// <summary>What is YAML and nevertheless no configuration.</summary>
internal sealed class DocumentException(Mark place, string message) : YamlException(place, place, message);
