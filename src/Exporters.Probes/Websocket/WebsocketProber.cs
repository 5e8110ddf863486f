using System.Net;
using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;

namespace Exporters.Probes.Websocket;

/// <summary>Opens a WebSocket and holds the module's conversation over it.</summary>
internal sealed class WebsocketProber : IProber
{
    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Websocket!;
        var found = run.Result.Websocket = new WebsocketResult();
        if (!WebsocketTarget.TryParse(run.Target, out var url))
        {
            throw new ProbeException(FailureReason.Other, $"\"{run.Target}\" is no target for the websocket prober: it must be {WebsocketTarget.Form}");
        }

        var address = await run.ResolveTargetAsync(WebsocketTarget.Hop(url), module.Way.Ip, cancel);
        found.ResolveSeconds = run.Result.LookupSeconds;
        var origin = HopTarget.Of(url);
        var request = run.ForHelper(url.ToString(), module.Way);
        var token = module.Way.OAuth is { } oauth ? await oauth.Tokens.GetAsync(request, cancel) : null;
        var name = module.Way.Tls.ServerName is { Length: > 0 } given ? given : origin.Host;
        using var link = new HttpLink(origin, module.Way, address, null, name);
        try
        {
            using var response = await OpenAsync(url, request, link, token, found, cancel);
            if (token is not null && response.StatusCode == HttpStatusCode.Unauthorized)
            {
                module.Way.OAuth!.Tokens.Drop();
            }

            await TalkAsync(run, response, cancel);
        }
        finally
        {
            run.Result.Tls = link.Tls;
        }
    }

    private static async Task<HttpResponseMessage> OpenAsync(
        Uri url, ProbeRun run, HttpLink link, string? token, WebsocketResult found, CancellationToken cancel)
    {
        var start = run.Time.GetTimestamp();
        var origin = HopTarget.Of(url);
        var handshake = new Handshake();
        HttpResponseMessage? response = null;
        try
        {
            using var request = ProbeRequest.Create(run, run.Module.Http!, url, origin, origin, "GET", link, null, token);
            handshake.Ask(request);
            response = await link.SendAsync(request, run, cancel);
            found.StatusCode = (int)response.StatusCode;
            handshake.Require(response);
            found.IsUpgraded = true;
            return response;
        }
        catch
        {
            response?.Dispose();
            throw;
        }
        finally
        {
            var connect = run.Result.Http!.ConnectSeconds;
            found.ConnectSeconds = connect > 0 ? connect : null;
            found.ProcessingSeconds = Math.Max(0, run.Since(start) - connect);
        }
    }

    private static async Task TalkAsync(ProbeRun run, HttpResponseMessage response, CancellationToken cancel)
    {
        var steps = run.Module.Websocket!.Steps;
        var found = run.Result.Websocket!;
        var messages = new MessageLink(await response.Content.ReadAsStreamAsync(cancel));
        run.Trace.Add("the WebSocket is open");
        var start = run.Time.GetTimestamp();
        try
        {
            // The peer counts every failure of the conversation here.
            found.FailedByRegex = steps.Count > 0;
            foreach (var step in steps)
            {
                await StepAsync(run, step, messages, cancel);
            }

            found.FailedByRegex = false;
        }
        finally
        {
            found.TransferSeconds = steps.Count > 0 ? run.Since(start) : null;
        }

        await messages.CloseAsync(cancel);
    }

    private static async Task StepAsync(ProbeRun run, QueryStep step, MessageLink messages, CancellationToken cancel)
    {
        var send = step.Send;
        if (step.Expect is { } pattern)
        {
            var message = await messages.ReadAsync(cancel);
            run.Trace.Add($"read \"{message}\"");
            if (run.Match(pattern, message) is not { Success: true } match)
            {
                throw new ProbeException(FailureReason.Body, $"the message does not match \"{pattern}\": \"{(message.Length > 200 ? message[..200] + "…" : message)}\"");
            }

            send = step.IsBinary ? send : Encoding.UTF8.GetBytes(Template.Expand(Encoding.UTF8.GetString(send), match));
        }

        if (send.Length > 0)
        {
            run.Trace.Add($"sending \"{Encoding.UTF8.GetString(send)}\"");
            await messages.WriteAsync(send, step.IsBinary, cancel);
        }
    }
}
