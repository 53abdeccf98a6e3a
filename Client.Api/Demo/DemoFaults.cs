using System.Net;
using Personalization.Client.Api.Http;
using Personalization.Hosting.Faults;

namespace Personalization.Client.Api.Demo;

/// <summary>
/// <c>/demo/api/faults</c>: the panel "Break it" of the demo shop. Mapped only with <c>Personalization:Faults</c>, and
/// answers this machine only.
/// </summary>
internal static class DemoFaults
{
    private static readonly Fault[] All = Enum.GetValues<Fault>();

    /// <summary>Maps the endpoints on the group <c>/demo/api</c> when the process has faults.</summary>
    public static void MapFaults(this RouteGroupBuilder demo, IServiceProvider services)
    {
        if (services.GetService<FaultSwitches>() is not { } faults)
        {
            return;
        }

        demo.MapGet("/faults", context => ShowAsync(context, faults));
        demo.MapPut("/faults/{name}", (HttpContext context, BodyReader bodies) => SetAsync(context, bodies, faults));
    }

    private static async Task ShowAsync(HttpContext context, FaultSwitches faults)
    {
        RequireLoopback(context);
        PathId.NoQuery(context);
        await WriteAsync(context, faults);
    }

    private static async Task SetAsync(HttpContext context, BodyReader bodies, FaultSwitches faults)
    {
        RequireLoopback(context);
        PathId.NoQuery(context);
        string name = $"{context.Request.RouteValues["name"]}";
        Fault[] named = [.. All.Where(one => NameOf(one) == name)];
        if (named.Length == 0)
        {
            throw new RequestRefusedException(
                ProblemCode.NotFound,
                $"No fault has the name '{name}'. Faults: {string.Join(", ", All.Select(NameOf))}.");
        }

        ParsedElement<RawFault> body = await bodies.ReadOneAsync<RawFault>(context.Request, DemoReader.ReadFault);
        if (body.Errors.Count > 0)
        {
            throw RequestRefusedException.Invalid(body.Errors);
        }

        faults.Set(named[0], body.Value!.On!.Value);
        await WriteAsync(context, faults);
    }

    private static Task WriteAsync(HttpContext context, FaultSwitches faults)
    {
        FaultsResponse response = new([.. All.Select(one => new FaultResponse(NameOf(one), faults.IsOn(one)))]);
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, response, DemoJson.Default.FaultsResponse);
    }

    /// <summary>Refuses other machines. A proxy on this machine has another host name.</summary>
    private static void RequireLoopback(HttpContext context)
    {
        bool isLocal = context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
        if (!isLocal || !OpenModeMiddleware.IsLoopback(context.Request.Host.Host))
        {
            throw new RequestRefusedException(ProblemCode.Forbidden, "Faults can be caused from this machine only.");
        }
    }

    private static string NameOf(Fault fault) => char.ToLowerInvariant($"{fault}"[0]) + $"{fault}"[1..];
}
