using System.Text.Json.Serialization;

namespace Exporters.Docker.Answers;

/// <summary>The readers of Docker's answers, generated at build time: only the fields that are declared are read.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(InfoAnswer))]
[JsonSerializable(typeof(List<ContainerSummary>))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class AnswersJson : JsonSerializerContext;
