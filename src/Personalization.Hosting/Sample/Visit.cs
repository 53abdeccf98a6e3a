using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>
/// One visit of one shopper: an intent, views of products that fit it, a cart, and perhaps a purchase.
/// </summary>
internal sealed class Visit(
    Shopper shopper,
    SampleCatalog catalog,
    ImmutableArray<Trend> trends,
    ShopperMemory memory,
    VisitLog log,
    Random random)
{
    private const int MaxViews = 14;
    private const double ViewsAnother = 0.8;
    private const double ReturnsToAProduct = 0.35;
    private const double FollowsUpAPurchase = 0.5;
    private const double WandersAnywhere = 0.05;
    private const double ChangesKind = 0.45;
    private const double Pickiness = 1.6;
    private const double TakesWhatGoesWith = 0.55;
    private const double ComesByAList = 0.5;

    private readonly HashSet<int> _seen = [];

    /// <summary>Runs the visit.</summary>
    public void Run()
    {
        ProductKind kind = Intent();
        if (memory.OnTheirMind is { } wanted && CanView(wanted) && random.Happens(ReturnsToAProduct))
        {
            kind = wanted.Kind;
            Consider(wanted);
        }

        do
        {
            if (Choose(kind) is { } product)
            {
                kind = Consider(product) ? AfterCart(product) : product.Kind;
            }

            kind = random.Happens(ChangesKind) ? NextKind(kind) : kind;
        }
        while (_seen.Count < MaxViews && random.Happens(ViewsAnother));
        CheckOut();
    }

    private ProductKind Intent()
    {
        if (memory.Wanted.Count > 0 && random.Happens(FollowsUpAPurchase))
        {
            string wanted = random.Pick(memory.Wanted);
            _ = memory.Wanted.Remove(wanted);
            return ShopPlan.KindByName[wanted];
        }

        return DrawKind(ShopPlan.Kinds);
    }

    private ProductKind NextKind(ProductKind kind) =>
        random.Happens(0.3)
            ? DrawKind(ShopPlan.Kinds)
            : DrawKind([.. ShopPlan.Kinds.Where(other => other.Category == kind.Category)]);

    private ProductKind AfterCart(SampleProduct product) =>
        product.Kind.GoesWith.Length > 0 && random.Happens(TakesWhatGoesWith)
            ? ShopPlan.KindByName[random.Pick(product.Kind.GoesWith)]
            : DrawKind(ShopPlan.Kinds);

    private ProductKind DrawKind(ImmutableArray<ProductKind> kinds)
    {
        double[] draws =
        [.. kinds.Select(kind => shopper.Taste.DrawOf(kind) * Trend.LiftOf(trends, kind.Name, log.Now))];
        return kinds[random.PickIndex(draws)];
    }

    private SampleProduct? Choose(ProductKind kind)
    {
        ImmutableArray<SampleProduct> shelf = random.Happens(WandersAnywhere)
            ? catalog.Products
            : catalog.OfKind(kind.Name);
        List<SampleProduct> open = [.. shelf.Where(CanView)];
        double[] pulls =
        [.. open.Select(product => product.Renown * Math.Exp(Pickiness * shopper.Taste.FitOf(product)))];
        return open.Count == 0 ? null : open[random.PickIndex(pulls)];
    }

    private bool CanView(SampleProduct product) =>
        product.CanBeHad(log.Now)
        && !_seen.Contains(product.Number)
        && !memory.Done.Contains(product.Number)
        && !memory.Cart.Contains(product);

    /// <summary>Views a product and decides about it.</summary>
    /// <returns>True if it was added to the cart.</returns>
    private bool Consider(SampleProduct product)
    {
        bool fromList = random.Happens(ComesByAList);
        if (fromList)
        {
            log.Add(EventTypes.Click, product, random.Next(4, 60), _seen.Count == 0 ? "home" : "item");
        }

        log.Add(EventTypes.View, product, fromList ? random.Next(1, 3) : random.Next(4, 60));
        _ = _seen.Add(product.Number);
        bool tempted = random.Happens(shopper.Taste.Interest(product));
        if (tempted && random.Happens(0.3))
        {
            log.Add(EventTypes.AddToCart, product, random.Next(10, 90));
            memory.Cart.Add(product);
            return true;
        }

        React(product, tempted);
        return false;
    }

    private void React(SampleProduct product, bool tempted)
    {
        memory.OnTheirMind = tempted ? product : memory.OnTheirMind;
        if (random.Happens(tempted ? 0.1 : 0))
        {
            log.Add(EventTypes.Like, product, random.Next(5, 40));
        }
        else if (random.Happens(tempted ? 0 : 0.02))
        {
            log.Add(EventTypes.Dismiss, product, random.Next(2, 10));
            _ = memory.Done.Add(product.Number);
        }
    }

    /// <summary>Removes some products from the cart, then buys the rest or leaves it for another day.</summary>
    private void CheckOut()
    {
        foreach (SampleProduct product in memory.Cart.ToArray())
        {
            if (!product.CanBeHad(log.Now) || random.Happens(0.1))
            {
                log.Add(EventTypes.RemoveFromCart, product, random.Next(3, 30));
                _ = memory.Cart.Remove(product);
            }
        }

        if (memory.Cart.Count > 0 && random.Happens(shopper.Resolve))
        {
            memory.Cart.ForEach(Buy);
            memory.Cart.Clear();
        }
    }

    private void Buy(SampleProduct product)
    {
        log.Add(EventTypes.Purchase, product, random.Next(1, 60));
        memory.Wanted.AddRange(product.Kind.GoesWith);
        memory.OnTheirMind = memory.OnTheirMind == product ? null : memory.OnTheirMind;
        if (!product.Kind.UsedUp)
        {
            _ = memory.Done.Add(product.Number);
        }
    }
}
