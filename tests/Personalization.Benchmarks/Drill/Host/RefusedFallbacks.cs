namespace Personalization.Benchmarks.Drill.Host;

/// <summary>Answers 503 if the API would answer a user's list from its own copies.</summary>
internal sealed class RefusedFallbacks : IStartupFilter
{
    /// <summary>The start of a list that the API made itself: such lists have an id of the API.</summary>
    private static ReadOnlySpan<byte> OwnList => "{\"recommendationId\":\"api-"u8;

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        _ = app.UseWhen(
            context => context.Request.Path.Value?.EndsWith("/recommendations", StringComparison.Ordinal) == true,
            branch => branch.Use(RefuseAsync));
        next(app);
    };

    private static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        Stream client = context.Response.Body;
        using MemoryStream answer = new();
        context.Response.Body = answer;
        try
        {
            await next(context);
            _ = await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = client;
        }

        if (answer.GetBuffer().AsSpan(0, (int)answer.Length).StartsWith(OwnList))
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        answer.Position = 0;
        await answer.CopyToAsync(client, context.RequestAborted);
    }
}
