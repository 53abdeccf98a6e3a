using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Personalization.Benchmarks.Drill.Host;

/// <summary>Replaces the deadline of every request by the longest one that the API accepts.</summary>
internal sealed class EndlessDeadlines : IStartupFilter
{
    /// <summary>The longest deadline, milliseconds.</summary>
    public const int LongestMs = 60_000;

    private const string Parameter = "deadlineMs";

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        _ = app.Use((context, onward) =>
        {
            Replace(context.Request);
            return onward(context);
        });
        next(app);
    };

    private static void Replace(HttpRequest request)
    {
        if (request.Query.ContainsKey(Parameter))
        {
            QueryBuilder query = new(request.Query.Where(parameter => parameter.Key != Parameter));
            query.Add(Parameter, LongestMs.ToString(CultureInfo.InvariantCulture));
            request.QueryString = query.ToQueryString();
        }
    }
}
