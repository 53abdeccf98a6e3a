using System.Diagnostics;
using OpenTelemetry;

namespace Personalization.Hosting.Telemetry;

/// <summary>Replaces user ids in spans before they are sent.</summary>
internal sealed class DiscreetSpans(PersonalData personal) : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        object? route = data.GetTagItem("http.route");
        foreach ((string name, object? value) in data.TagObjects.ToArray())
        {
            if (name == "url.path" && route is not null)
            {
                _ = data.SetTag(name, route);
            }
            else if (value is string text && personal.Scrub(text) is var clean && clean != text)
            {
                _ = data.SetTag(name, clean);
            }
        }
    }
}
