using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>One step of <see cref="IEntrySteps"/>, in the place where the configuration has it.</summary>
internal interface IStep
{
    /// <summary>Changes the record; null to keep it, or the bounded reason for which it is dropped.</summary>
    string? Apply(LogEntry entry, ulong identity);
}
