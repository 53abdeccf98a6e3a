using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Export;

/// <summary>Writes the ids of the users who have events.</summary>
internal sealed class UserExporter(KnownUsers users)
{
    /// <summary>Writes the response.</summary>
    public async Task WriteAsync(HttpContext context, DateTimeOffset since, ExportFormat format)
    {
        await using IAsyncEnumerator<UserId> known =
            users.ReadAsync(since, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        bool hasUser = await known.MoveNextAsync(); // a failure before the first line gets a status
        await using ExportStream lines = ExportStream.Start(context, format, "users");
        if (format == ExportFormat.Csv)
        {
            new CsvLine(lines.Buffer).Add("id").End();
        }

        for (; hasUser; hasUser = await known.MoveNextAsync())
        {
            if (format == ExportFormat.Csv)
            {
                new CsvLine(lines.Buffer).Add(known.Current.Value).End();
            }
            else
            {
                lines.WriteJson(new ExportedUser(known.Current.Value), ExportJson.Default.ExportedUser);
            }

            await lines.SendAsync();
        }

        await lines.CompleteAsync();
    }
}

/// <summary>A user of an export.</summary>
/// <param name="Id">The user's id.</param>
internal sealed record ExportedUser(string Id);
