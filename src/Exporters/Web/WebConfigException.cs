using Exporters.Configuration;

namespace Exporters.Web;

/// <summary>The web configuration file is wrong.</summary>
/// <param name="problems">Every problem of it.</param>
internal sealed class WebConfigException(IReadOnlyList<Problem> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>Every problem of it.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
