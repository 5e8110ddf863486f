using Exporters.Commands;
using Exporters.Linux;

NativeMemoryTuning.Apply();
return await CommandLine.RunAsync(args);
