using Exporters.LogSink;

// exporters-log-sink [--listen 127.0.0.1:4318] [--grpc 127.0.0.1:4317] [--script SCRIPT] [--max-bytes N] [--poison TEXT]
//                    [--dump FILE] [--id-key NAME]
// Prints "listening URL [GRPC-URL]" when ready, and the totals when it is ended by SIGTERM or SIGINT.
var options = new SinkOptions { Listen = "127.0.0.1:4318" };
for (var i = 0; i + 1 < args.Length; i += 2)
{
    var value = args[i + 1];
    options = args[i] switch
    {
        "--listen" => options with { Listen = value },
        "--grpc" => options with { Grpc = value },
        "--script" => options with { Script = value },
        "--max-bytes" => options with { MaxBytes = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
        "--poison" => options with { Poison = value },
        "--dump" => options with { Dump = value },
        "--id-key" => options with { IdKey = value },
        var unknown => throw new InvalidOperationException($"unknown option {unknown}"),
    };
}

await using var sink = await Sink.StartAsync(options);
Console.WriteLine($"listening {sink.Url} {sink.GrpcUrl}".TrimEnd());
var ended = new TaskCompletionSource();
using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, context => { context.Cancel = true; ended.TrySetResult(); });
using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGINT, context => { context.Cancel = true; ended.TrySetResult(); });
await ended.Task;
Console.WriteLine($"requests {sink.Requests}, records {sink.Accepted}, bytes {sink.Bytes}");
