using System.CommandLine;
using System.Globalization;
using Personalization.Client.Items;
using Personalization.Tool.Connection;

namespace Personalization.Tool.Commands;

/// <summary>The <c>items</c> command.</summary>
internal static class ItemsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(ApiOptions api) => new("items", "Finds, shows and deletes items.")
    {
        CreateFind(api), CreateShow(api), CreateDelete(api),
    };

    private static Command CreateFind(ApiOptions api)
    {
        Argument<string?> words = new("WORDS")
        {
            Description = "Words of the title or the id.",
            Arity = ArgumentArity.ZeroOrOne
        };
        Option<string?> filter = new("--filter") { Description = "An item filter." };
        Option<int> count = new("--count") { Description = "The most items.", DefaultValueFactory = _ => 20 };
        Command command = new("find", "Finds items by words and filter.") { words, filter, count };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            ItemPage page = await client.Items.BrowseAsync(
                new ItemQuery
                {
                    Text = parsed.GetValue(words),
                    Filter = parsed.GetValue(filter),
                    Count = parsed.GetValue(count),
                },
                cancellation);
            Write(page.Items);
            Console.WriteLine($"{page.Items.Count} of {page.Total} items");
        }));
        return command;
    }

    private static Command CreateShow(ApiOptions api)
    {
        Argument<string[]> ids = new("ID") { Description = "Item ids.", Arity = ArgumentArity.OneOrMore };
        Command command = new("show", "Shows items.") { ids };
        command.SetAction((parsed, cancellation) => api.RunAsync(parsed, async client =>
        {
            ItemBatch batch = await client.Items.GetAsync(parsed.GetRequiredValue(ids), cancellation);
            Write(batch.Items);
            foreach (string missing in batch.Missing)
            {
                Console.WriteLine($"{missing}\t(not in the catalog)");
            }
        }));
        return command;
    }

    private static Command CreateDelete(ApiOptions api)
    {
        Argument<string> id = new("ID") { Description = "The item." };
        Command command = new("delete", "Deletes an item.") { id };
        command.SetAction((parsed, cancellation) => api.RunAsync(
            parsed, client => client.Items.DeleteAsync(parsed.GetRequiredValue(id), cancellation)));
        return command;
    }

    private static void Write(IEnumerable<Item> items)
    {
        foreach (Item item in items)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Id}\t{item.Title}\t{item.Price}\t{string.Join('|', item.Categories ?? [])}"));
        }
    }
}
