var sn=Object.defineProperty;var on=Object.getOwnPropertyDescriptor;var h=(s,t,e,n)=>{for(var r=n>1?void 0:n?on(t,e):t,i=s.length-1,o;i>=0;i--)(o=s[i])&&(r=(n?o(t,e,r):o(r))||r);return n&&r&&sn(t,e,r),r};var we=globalThis,ve=we.ShadowRoot&&(we.ShadyCSS===void 0||we.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ze=Symbol(),it=new WeakMap,ae=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==ze)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(ve&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=it.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&it.set(e,t))}return t}toString(){return this.cssText}},ot=s=>new ae(typeof s=="string"?s:s+"",void 0,ze),$=(s,...t)=>{let e=s.length===1?s[0]:t.reduce((n,r,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+s[i+1],s[0]);return new ae(e,s,ze)},at=(s,t)=>{if(ve)s.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=we.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,s.appendChild(n)}},Be=ve?s=>s:s=>s instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return ot(e)})(s):s;var{is:an,defineProperty:ln,getOwnPropertyDescriptor:cn,getOwnPropertyNames:dn,getOwnPropertySymbols:pn,getPrototypeOf:hn}=Object,$e=globalThis,lt=$e.trustedTypes,un=lt?lt.emptyScript:"",mn=$e.reactiveElementPolyfillSupport,le=(s,t)=>s,ce={toAttribute(s,t){switch(t){case Boolean:s=s?un:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,t){let e=s;switch(t){case Boolean:e=s!==null;break;case Number:e=s===null?null:Number(s);break;case Object:case Array:try{e=JSON.parse(s)}catch{e=null}}return e}},xe=(s,t)=>!an(s,t),ct={attribute:!0,type:String,converter:ce,reflect:!1,useDefault:!1,hasChanged:xe};Symbol.metadata??=Symbol("metadata"),$e.litPropertyMetadata??=new WeakMap;var W=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=ct){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&ln(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:i}=cn(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let a=r?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??ct}static _$Ei(){if(this.hasOwnProperty(le("elementProperties")))return;let t=hn(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(le("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(le("properties"))){let e=this.properties,n=[...dn(e),...pn(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(Be(r))}else t!==void 0&&e.push(Be(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return at(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:ce).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=n.getPropertyOptions(r),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:ce;this._$Em=r;let a=o.fromAttribute(e,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,e,n,r=!1,i){if(t!==void 0){let o=this.constructor;if(r===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??xe)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,i]of n){let{wrapped:o}=i,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};W.elementStyles=[],W.shadowRootOptions={mode:"open"},W[le("elementProperties")]=new Map,W[le("finalized")]=new Map,mn?.({ReactiveElement:W}),($e.reactiveElementVersions??=[]).push("2.1.2");var je=globalThis,dt=s=>s,Ae=je.trustedTypes,pt=Ae?Ae.createPolicy("lit-html",{createHTML:s=>s}):void 0,Ze="$lit$",N=`lit$${Math.random().toFixed(9).slice(2)}$`,qe="?"+N,gn=`<${qe}>`,Z=document,pe=()=>Z.createComment(""),he=s=>s===null||typeof s!="object"&&typeof s!="function",Ke=Array.isArray,yt=s=>Ke(s)||typeof s?.[Symbol.iterator]=="function",Ve=`[ 	
\f\r]`,de=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ht=/-->/g,ut=/>/g,V=RegExp(`>|${Ve}(?:([^\\s"'>=/]+)(${Ve}*=${Ve}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),mt=/'/g,gt=/"/g,_t=/^(?:script|style|textarea|title)$/i,Ge=s=>(t,...e)=>({_$litType$:s,strings:t,values:e}),d=Ge(1),me=Ge(2),Ir=Ge(3),E=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),ft=new WeakMap,j=Z.createTreeWalker(Z,129);function bt(s,t){if(!Ke(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return pt!==void 0?pt.createHTML(t):t}var wt=(s,t)=>{let e=s.length-1,n=[],r,i=t===2?"<svg>":t===3?"<math>":"",o=de;for(let a=0;a<e;a++){let l=s[a],p,u,m=-1,f=0;for(;f<l.length&&(o.lastIndex=f,u=o.exec(l),u!==null);)f=o.lastIndex,o===de?u[1]==="!--"?o=ht:u[1]!==void 0?o=ut:u[2]!==void 0?(_t.test(u[2])&&(r=RegExp("</"+u[2],"g")),o=V):u[3]!==void 0&&(o=V):o===V?u[0]===">"?(o=r??de,m=-1):u[1]===void 0?m=-2:(m=o.lastIndex-u[2].length,p=u[1],o=u[3]===void 0?V:u[3]==='"'?gt:mt):o===gt||o===mt?o=V:o===ht||o===ut?o=de:(o=V,r=void 0);let v=o===V&&s[a+1].startsWith("/>")?" ":"";i+=o===de?l+gn:m>=0?(n.push(p),l.slice(0,m)+Ze+l.slice(m)+N+v):l+N+(m===-2?a:v)}return[bt(s,i+(s[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},ue=class s{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let i=0,o=0,a=t.length-1,l=this.parts,[p,u]=wt(t,e);if(this.el=s.createElement(p,n),j.currentNode=this.el.content,e===2||e===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=j.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(Ze)){let f=u[o++],v=r.getAttribute(m).split(N),be=/([.?@])?(.*)/.exec(f);l.push({type:1,index:i,name:be[2],strings:v,ctor:be[1]==="."?Ee:be[1]==="?"?Te:be[1]==="@"?Ce:K}),r.removeAttribute(m)}else m.startsWith(N)&&(l.push({type:6,index:i}),r.removeAttribute(m));if(_t.test(r.tagName)){let m=r.textContent.split(N),f=m.length-1;if(f>0){r.textContent=Ae?Ae.emptyScript:"";for(let v=0;v<f;v++)r.append(m[v],pe()),j.nextNode(),l.push({type:2,index:++i});r.append(m[f],pe())}}}else if(r.nodeType===8)if(r.data===qe)l.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(N,m+1))!==-1;)l.push({type:7,index:i}),m+=N.length-1}i++}}static createElement(t,e){let n=Z.createElement("template");return n.innerHTML=t,n}};function q(s,t,e=s,n){if(t===E)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,i=he(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(s),r._$AT(s,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=q(s,r._$AS(s,t.values),r,n)),t}var Se=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??Z).importNode(e,!0);j.currentNode=r;let i=j.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let p;l.type===2?p=new ee(i,i.nextSibling,this,t):l.type===1?p=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(p=new Oe(i,this,t)),this._$AV.push(p),l=n[++a]}o!==l?.index&&(i=j.nextNode(),o++)}return j.currentNode=Z,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},ee=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=q(this,t,e),he(t)?t===c||t==null||t===""?(this._$AH!==c&&this._$AR(),this._$AH=c):t!==this._$AH&&t!==E&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):yt(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==c&&he(this._$AH)?this._$AA.nextSibling.data=t:this.T(Z.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=ue.createElement(bt(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let i=new Se(r,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=ft.get(t.strings);return e===void 0&&ft.set(t.strings,e=new ue(t)),e}k(t){Ke(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let i of t)r===e.length?e.push(n=new s(this.O(pe()),this.O(pe()),this,this.options)):n=e[r],n._$AI(i),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=dt(t).nextSibling;dt(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},K=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,i){this.type=1,this._$AH=c,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=c}_$AI(t,e=this,n,r){let i=this.strings,o=!1;if(i===void 0)t=q(this,t,e,0),o=!he(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{let a=t,l,p;for(t=i[0],l=0;l<i.length-1;l++)p=q(this,a[n+l],e,l),p===E&&(p=this._$AH[l]),o||=!he(p)||p!==this._$AH[l],p===c?t=c:t!==c&&(t+=(p??"")+i[l+1]),this._$AH[l]=p}o&&!r&&this.j(t)}j(t){t===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Ee=class extends K{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===c?void 0:t}},Te=class extends K{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==c)}},Ce=class extends K{constructor(t,e,n,r,i){super(t,e,n,r,i),this.type=5}_$AI(t,e=this){if((t=q(this,t,e,0)??c)===E)return;let n=this._$AH,r=t===c&&n!==c||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==c&&(n===c||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},Oe=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){q(this,t)}},vt={M:Ze,P:N,A:qe,C:1,L:wt,R:Se,D:yt,V:q,I:ee,H:K,N:Te,U:Ce,B:Ee,F:Oe},fn=je.litHtmlPolyfillSupport;fn?.(ue,ee),(je.litHtmlVersions??=[]).push("3.3.3");var $t=(s,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let i=e?.renderBefore??null;n._$litPart$=r=new ee(t.insertBefore(pe(),i),i,void 0,e??{})}return r._$AI(s),r};var Ye=globalThis,b=class extends W{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=$t(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};b._$litElement$=!0,b.finalized=!0,Ye.litElementHydrateSupport?.({LitElement:b});var yn=Ye.litElementPolyfillSupport;yn?.({LitElement:b});(Ye.litElementVersions??=[]).push("4.2.2");var _n={attribute:!0,type:String,converter:ce,reflect:!1,hasChanged:xe},bn=(s=_n,t,e)=>{let{kind:n,metadata:r}=e,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),n==="setter"&&((s=Object.create(s)).wrapped=!0),i.set(e.name,s),n==="accessor"){let{name:o}=e;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,l,s,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,s,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let l=this[o];t.call(this,a),this.requestUpdate(o,l,s,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(s){return(t,e)=>typeof e=="object"?bn(s,t,e):((n,r,i)=>{let o=r.hasOwnProperty(i);return r.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(r,i):void 0})(s,t,e)}function y(s){return g({...s,state:!0,attribute:!1})}var wn={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},vn={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},$n=s=>new Intl.DateTimeFormat(s,{hour:"numeric"}).resolvedOptions().hour12??!1,G=class{constructor(t,e){this.hour=t=>this.#t()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){let r=this.#e.number_format??"language",i=r==="system"?void 0:wn[r]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:r!=="none"}).format(t)}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#n(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#n(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#n(t,e){let n=this.#t();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#t(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:$n(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:r}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:r}).format(t)} ${n}`}span(t,e,n){let r=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,r)}`}date(t){return this.#i(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#i(new Date(`${t}T00:00Z`),{},"UTC")}day(t){return t&&this.#i(new Date(`${t}T00:00Z`),{year:"numeric"},"UTC")}days(t,e){return`${this.day(t)} – ${this.day(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#i(t,e,n){let r=this.#e.date_format??"language",i=new Intl.DateTimeFormat(r==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=vn[r];if(!o)return i.format(t);let a=i.formatToParts(t),l=a.find(p=>p.type==="literal")?.value??"/";return o.flatMap(p=>a.find(u=>u.type===p)?.value??[]).join(l)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#o(e);return new Date(e-this.#o(n))}#o(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},ge=s=>{let t=Math.floor(s/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},xt=s=>s<=120?`${s} s`:s<7200?`${Math.ceil(s/60)} min`:ge(s),x=s=>new G(s.locale??{language:s.language},s.config.time_zone);var z=async(s,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:r}=e;if(n&&r&&s.loadBackendTranslation){let o=(await s.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${r}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},At=async(s,t,e,n={})=>{let r=t.split(".",1)[0]??"";try{await s.callService(r,e,{entity_id:t,...n},void 0,!1);return}catch(i){return z(s,i)}},Y=async(s,t,e={})=>(await s.callService("plug_control",t,e,void 0,!1,!0)).response;var A="plug_control",fe="unavailable",xn="number.maximum_current",An=s=>{let t=new Map;for(let e of Object.values(s.entities)){if(e.platform!==A||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},St=s=>{let t=new Map,e=[...s].sort((n,r)=>n.entity_id.localeCompare(r.entity_id));for(let{entity_id:n,translation_key:r}of e){let i=n.split(".",1)[0]??"",o=`${i}.${r??i}`;t.set(o,[...t.get(o)??[],n])}return t},Je=s=>s?.name_by_user??s?.name??"",te=s=>{let t=An(s),e=[];for(let[r,i]of t){let o=St(i);if(!o.has(xn))continue;let a=s.devices[r],l=a?.parent_device_id??r;e.push({deviceId:r,chargePointId:l,name:Je(a),chargePointName:Je(s.devices[l])||Je(a),entities:o,chargePointEntities:St(t.get(l)??[])})}let n=r=>`${r.chargePointName}
${r.name}`;return e.sort((r,i)=>n(r).localeCompare(n(i)))},Sn=`${A}.former_device`,En=(s,t)=>s?.identifiers?.some(([e,n])=>e===Sn&&n===t)??!1,Et=(s,t)=>{let e=te(s);return t?e.find(n=>n.deviceId===t)??e.find(n=>En(s.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},Re=(s,t)=>{let{name:e,chargePointId:n,chargePointName:r}=t;return te(s).filter(o=>o.chargePointId===n).length===1?r:e.startsWith(r)?e:`${r} · ${e}`},D=(s,t)=>t===void 0?void 0:s.states[t],T=s=>s!==void 0&&s.state!==fe&&s.state!=="unknown",P=s=>{if(!T(s)||s.state.trim()==="")return;let t=Number(s.state);if(!Number.isFinite(t))return;let e=Tn[String(s.attributes.unit_of_measurement)]??1;return t*e},Tn={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var Cn=new Set(["button","number","select","switch","time"]),On=5e3,Tt=s=>Cn.has(s.split(".",1)[0]??""),Me=class{#e;#n="";#t=new Set;#i;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#i),this.#n=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],r=n.flatMap(([a,l])=>Tt(a)?l:[]),i=JSON.stringify([t.user.id,r]);i!==this.#n&&this.#o(t,r,i);let o=new Map(n.map(([a,l])=>[a,Tt(a)?l.filter(p=>this.#t.has(p)):l]).filter(([,a])=>a.length>0));return{...e,entities:o}}async#o(t,e,n){clearTimeout(this.#i),this.#n=n,this.#t=new Set;try{let r=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#n&&(this.#t=new Set(r))}catch{this.#i=setTimeout(()=>{this.#n="",this.#e.requestUpdate()},On)}this.#e.requestUpdate()}};var Ct={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",charge_point:"Ladestation",charger_allows:"Was die Ladestation erlauben will",charging:"Lädt",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",count_charging:{one:"lädt",other:"laden"},count_free:{one:"frei",other:"frei"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"angesteckt",other:"angesteckt"},csv:"CSV herunterladen",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",more_sessions:"Mehr anzeigen",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",offline:"Offline",offline_since:"Offline seit",open_settings:"Einstellungen öffnen",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_last:{one:"Letzter Tag",other:"Letzte {days} Tage"},period_last_month:"Letzter Monat",period_own:"Von … bis …",period_this_month:"Dieser Monat",period_this_year:"Dieses Jahr",person:"Wer",persons_all:"Alle",phases:{one:"eine Phase",other:"{phases} Phasen"},plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_of:"{shown} von {total}",signed:"Signierte Messwerte herunterladen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",unknown_car:"{id_tag}, die Autocharge-Kennung eines Autos an {charge_point}",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?"};var Xe={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",card_description:"One connector: what it does and why, with all its controls.",charge_point:"Charge point",charger_allows:"What the charger says it will allow",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",count_charging:{one:"charging",other:"charging"},count_free:{one:"free",other:"free"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"plugged in",other:"plugged in"},csv:"Download CSV",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",more_sessions:"Show more",name:"Name",named_circuit:"“{name}”",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",offline:"Offline",offline_since:"Offline since",open_settings:"Open the settings",paused:"Paused",peak_power:"Peak power",period:"Time",period_last:{one:"Last day",other:"Last {days} days"},period_last_month:"Last month",period_own:"From … to …",period_this_month:"This month",period_this_year:"This year",person:"Who",persons_all:"Everyone",phases:{one:"one phase",other:"{phases} phases"},plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",session:"Session",sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_of:"{shown} of {total}",signed:"Download signed meter values",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",unknown_car:"{id_tag}, a car's Autocharge id at {charge_point}",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?"};var Mn={de:Ct,en:Xe},Ot=(s,t)=>{let e=(s??"en").split("-",1)[0]??"en",n=Mn[e]?.[t];return n===void 0?["en",Xe[t]]:[e,n]},_=(s,t)=>{let[,e]=Ot(s,t);return typeof e=="string"?e:e.other},ne=(s,t,e)=>{let[n,r]=Ot(s,t);return typeof r=="string"?r:r[new Intl.PluralRules(n).select(e)]??r.other},kt=/\{(\w+)\}/g,Rt=s=>[...s.matchAll(kt)].map(t=>t[1]??""),C=(s,t)=>s.replaceAll(kt,(e,n)=>t.get(n)??"");var Mt=$`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  .head {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  .head.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  .head.paused,
  .head.plugged {
    --activity: var(--primary-color);
  }
  .head.problem {
    --activity: var(--error-color);
  }
  .icon {
    width: 24px;
    height: 24px;
    padding: 8px;
    border-radius: 50%;
    fill: var(--activity);
    background: color-mix(in srgb, var(--activity) 18%, transparent);
  }
  .name {
    min-width: 0;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  .power {
    font-size: var(--ha-font-size-2xl, 24px);
    white-space: nowrap;
  }
  p {
    margin: 0;
  }
  .reason {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
  }
  .phases dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1;
  }
  [role="alert"]:not(:has(p)) {
    position: absolute; /* while empty, no row of the card */
  }
  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  .error button {
    border: 0;
  }
`;var Dn={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},Pn=()=>document.documentElement.lang||navigator.language,Qe=s=>{let t=Dn[s.name];return t?_(Pn(),t):s.name},Dt=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:A,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Qe});var Pt="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",Hn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Ln="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",Wn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",Nn="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",Un="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",Ht={offline:Nn,problem:Wn,charging:Hn,off:Un,paused:Ln,plugged:Pt,free:Pt};var w=$`
  :host {
    --gap: 12px;
    /* The primary colour as dark as white text on it needs (WCAG: 4.5 to 1), whatever the theme. */
    --fill: var(--dark-primary-color, var(--primary-color));
    --on-fill: #fff;
    color: var(--primary-text-color);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --fill: oklch(from var(--primary-color) min(l, 0.53) c h);
    }
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 40px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    padding: 0 14px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  button.primary {
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--fill) 85%, #000);
  }
  button:disabled,
  input:disabled,
  select:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  input:not([type="range"], [type="checkbox"]),
  select {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
    text-overflow: ellipsis;
  }
  select {
    appearance: none;
    padding-inline-end: 28px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position:
      right 15px center,
      right 10px center;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  label > * {
    font-size: var(--ha-font-size-m, 14px);
    color: var(--primary-text-color);
  }
  .secondary {
    color: var(--secondary-text-color);
  }
`;var Lt={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},In="main",De=(s,t)=>{let e=s[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},Pe=(s,t)=>{let e=s[t];return typeof e=="string"?e:void 0},Wt=(s,t)=>{let e=new Date(Pe(s,t)??"");return Number.isNaN(e.getTime())?void 0:e},Fn={away_current:["away_a",(s,t)=>`${t.number(s,0)} A`],power:["power_w",(s,t)=>t.power(s)],energy:["energy_wh",(s,t)=>`${t.number(s/1e3,1)} kWh`],soc:["soc_percent",(s,t)=>`${t.number(s,0)} %`],target:["target_percent",(s,t)=>`${t.number(s,0)} %`]},zn=(s,t,e)=>{let n=x(t),r=new Map;for(let[u,[m,f]]of Object.entries(Fn)){let v=De(s,m);v!==void 0&&r.set(u,f(v,n))}for(let u of["price","price_limit"]){let m=De(s,u);m!==void 0&&r.set(u,n.price(m,Pe(s,"price_unit")))}let i=De(s,"wait_s");i&&r.set("wait",xt(i));let o=De(s,"phases");if(o!==void 0){let u=ne(t.language,"phases",o);r.set("phases",C(u,new Map([["phases",String(o)]])))}for(let u of["circuit","phase","away"]){let m=Pe(s,u);m!==void 0&&r.set(u,m)}let a=r.get("circuit");if(a!==void 0){let u=C(_(t.language,"named_circuit"),new Map([["name",a]]));r.set("circuit",a===In?_(t.language,"main_fuse"):u)}let[l,p]=[Wt(s,"start"),Wt(s,"end")];return p&&r.set("end",n.timeNear(p,e)),l&&p&&r.set("span",n.span(l,p,e)),r},Nt=(s,t,e=new Date)=>{if(!T(t)||t.state==="")return;let{attributes:n}=t,r=`/${Pe(n,"hours")??""}`,i=[...Lt[t.state+r]??[],...Lt[t.state]??[]],o=zn(n,s,e);for(let a of i){let l=_(s.language,a);if(Rt(l).every(p=>o.has(p)))return C(l,o)}return s.formatEntityState?.(t)??t.state};var Bn="no_error",Vn="off",M=(s,t)=>s.entities.get(t)?.[0],jn=s=>{if(!T(s))return;let t=new Date(s.state);return Number.isNaN(t.getTime())?void 0:t},Zn=s=>T(s)&&s.state!==""?s.state:void 0,qn=(s,t)=>t?s.formatEntityState?.(t)??t.state:"",Kn=(s,...t)=>t.map(e=>qn(s,e)).filter(Boolean).join(" · "),et=s=>Array.isArray(s)?s.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,r]=[new Date(String(e.start)),new Date(String(e.end))];return r>n?[{start:n,end:r,row:e}]:[]}):[],ye=s=>typeof s=="number"&&Number.isFinite(s)?s:void 0,Gn=s=>et(s).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:ye(n.current_a),price:ye(n.price),solar:n.solar===!0})),Ut=s=>et(s).flatMap(({start:t,end:e,row:n})=>{let[r,i]=[ye(n.current_a),ye(n.power_w)];return r===void 0||i===void 0?[]:[{start:t,end:e,currentA:r,powerW:i}]}),Yn=s=>et(s).flatMap(({start:t,end:e,row:n})=>{let r=ye(n.price);return r===void 0?[]:[{start:t,end:e,price:r}]}),Jn=s=>s.isOffline?"offline":s.hasProblem?"problem":s.isCharging?"charging":s.isOff?"off":s.isRunning?"paused":s.isPluggedIn?"plugged":"free",It=(s,t)=>{let e=v=>D(s,M(t,v)),n=v=>e(v)?.state==="on",r=D(s,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=e("sensor.error"),a=e("select.charging_mode"),l=a?.state===Vn&&!n("switch.plan"),p=r?r.state!=="on":i?.state===fe||i===void 0,u=n("switch.charging"),m=e("sensor.planned_start"),f=m?.attributes.price_unit;return{title:Re(s,t),activity:Jn({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:u,isPluggedIn:n("binary_sensor.cable_connected"),isOff:l}),status:Kn(s,l?a:void 0,i,T(o)&&o.state!==Bn?o:void 0),offlineSince:p&&r?new Date(r.last_changed):void 0,powerW:P(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(v=>P(D(s,v))).filter(v=>v!==void 0),sessionEnergyWh:P(e("sensor.session_energy")),sessionStart:jn(e("sensor.session_start")),person:Zn(e("sensor.id_tag")),stateOfCharge:P(e("sensor.state_of_charge")),solarShare:P(e("sensor.session_solar_share")),reason:Nt(s,e("sensor.charging_reason")),isRunning:u,isOff:l,planned:Gn(m?.attributes.windows),prices:Yn(m?.attributes.prices),priceUnit:typeof f=="string"?f:""}};var Xn=2e4,Qn=15e3,H=class extends b{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.allowed=[];this.#e=0;this.#t=new Me(this)}#e;#n;#t;#i;static{this.styles=[w,Mt]}static getConfigForm(){return Dt()}static getStubConfig(e){let n=te(e)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...r}:r}setConfig(e){e.device_id!==this.config?.device_id&&(this.allowed=[],this.#e+=1),this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#i=setInterval(()=>{this.requestUpdate()},Qn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#i),clearTimeout(this.#n)}render(){let{hass:e,config:n}=this;if(!e||!n)return c;let r=Et(e,n.device_id);if(!r)return this.#o(n.device_id?"choose_connector":"no_connectors");let i=It(e,r),o=this.#t.within(e,r);return d`<ha-card>
      ${this.#d(i,n)} ${this.#l(i)} ${this.#c(i)}
      ${n.show_controls===!1?c:this.#y(o,i)} ${this.#$()}
      ${n.show_plan===!1?c:d`<plug-control-plan
              .hass=${e}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#g(a.detail)}
              @opened=${a=>this.#v(r,a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?c:this.#w(r,i)}
    </ha-card>`}#o(e){return d`<ha-card><p class="secondary">${this.#r(e)}</p></ha-card>`}#d(e,n){let r=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${Ht[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#p(e)}</span>
      </div>
      ${r?d`<span class="power" aria-label=${this.#r("power")}
              >${this.#u.power(e.powerW??0)}</span
            >`:c}
    </div>`}#p(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#r("offline_since")} ${this.#u.dateTime(e.offlineSince)}`:this.#r("offline")}#l(e){return!e.reason||e.activity==="offline"?c:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#c(e){let n=this.#u,r=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&r.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);r.push(["duration",ge(o)])}e.person&&r.push(["person",e.person]),e.solarShare!==void 0&&r.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.stateOfCharge!==void 0&&r.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!r.length&&!i.length?c:d`<dl>
      ${r.map(([o,a])=>d`<div>
            <dt>${this.#r(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#a(i):c}
    </dl>`}#a(e){let n=e.map(r=>this.#u.current(r));return d`<div class="phases">
      <dt>${this.#r("amperes_per_phase")}</dt>
      <dd>${n.map((r,i)=>d`<span>L${i+1} ${r}</span>`)}</dd>
    </div>`}#y(e,n){let r=this.hass,i=r&&D(r,M(e,"select.charging_mode")),o=r&&D(r,M(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${r}
        .state=${i}
        .label=${this.#r("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#h(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${T(o)?this.#m(e,o,n):c}
      <div class="buttons">
        ${this.#_(e,n)} ${this.#b(e,n)}
      </div>`}#m(e,n,r){return d`<plug-control-limit
      .state=${n}
      .label=${this.#r("limit")}
      .pausedText=${this.#r("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#h(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#_(e,n){if(!M(e,"switch.charging"))return c;let r=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#h(e,"switch.charging",r)}
    >
      ${this.#r(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#b(e,n){let r=M(e,"switch.boost"),i=this.hass&&D(this.hass,r);if(!i)return c;let o=i.state==="on";return n.isOff&&!o?c:d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#r("boost_hint")}
      @click=${()=>this.#h(e,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#r("boost")}
    </button>`}#w(e,n){let r=M(e,"sensor.power");return r?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${n.planned}
      .allowed=${n.activity==="offline"?[]:this.allowed}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:c}async#v(e,n){this.allowed=[];let r=this.#e+=1,{hass:i}=this;if(!(!n||!i||this.config?.show_graph===!1))try{let o=await Y(i,"get_composite_schedule",{device_id:e.deviceId});r===this.#e&&(this.allowed=Ut(o.periods))}catch{}}#$(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#r("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#r("dismiss")}
                @click=${()=>{this.#f(void 0)}}
              >
                ✕
              </button>
            </p>`:c}
    </div>`}async#h(e,n,r,i={}){let o=M(e,n);o&&await this.#g({entityId:o,service:r,data:i})}async#g(e){this.hass&&(this.busy=!0,this.#f(await At(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#f(e){clearTimeout(this.#n),this.error=e,e!==void 0&&(this.#n=setTimeout(()=>{this.error=void 0},Xn))}get#u(){return this.hass?x(this.hass):new G({language:"en"},"UTC")}#r(e){return _(this.hass?.language,e)}};h([g({attribute:!1})],H.prototype,"hass",2),h([y()],H.prototype,"config",2),h([y()],H.prototype,"error",2),h([y()],H.prototype,"busy",2),h([y()],H.prototype,"revision",2),h([y()],H.prototype,"allowed",2);var U=36e5,Ft=8*U,er=3*U,tr=6*U,nr=24*U,rr=6e4,_e=320,k=72,sr=1400,ir=6,or=[1,2,3,4,6,12],ar=(s,t)=>s.map(({s:e,lu:n})=>{let r=Number(e);return{at:n*1e3,powerW:Number.isFinite(r)&&e!==""?r*t:0}}),lr=(s,t,e,n,r)=>{let i=u=>(Math.max(u,t)-t)/(e-t)*_e,o=u=>k-Math.max(u,0)/r*k,a=s.filter((u,m)=>(s[m+1]?.at??n)>t),l=a[0];if(!l)return"";let p=a.map((u,m)=>{let f=a[m+1]?.at??n;return`V${o(u.powerW).toFixed(1)}H${i(f).toFixed(1)}`});return`M${i(l.at).toFixed(1)},${k}${p.join("")}V${k}Z`},cr=(s,t)=>{let e=Math.max(t,...s.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+U),t+nr)},dr=(s,t,e)=>{let n=or.find(i=>(t-s)/U/i<=ir)??12,r=[];for(let i=Math.ceil(s/U)*U;i<=t;i+=U)e.hourOf(new Date(i))%n===0&&r.push(i);return r},zt=(s,t,e)=>{let n=s.filter(i=>i.end.getTime()>t&&i.start.getTime()<e),r=n.map(i=>i.price);return{seen:n,least:Math.min(...r),most:Math.max(...r)}},pr=(s,t,e,n)=>{let r=o=>((Math.min(Math.max(o.getTime(),t),e)-t)/(e-t)*_e).toFixed(1),i=o=>((1-Math.min(o/n,1))*k).toFixed(1);return s.filter(o=>o.end.getTime()>t&&o.start.getTime()<e).map((o,a)=>{let[l,p]=[r(o.start),i(o.powerW)];return`${a?`L${l},${p}`:`M${l},${p}`}H${r(o.end)}`}).join("")},O=class extends b{constructor(){super(...arguments);this.entity="";this.planned=[];this.allowed=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[w,$`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .allowed {
        fill: none;
        stroke: var(--success-color, #43a047);
        stroke-width: 1.5;
        stroke-dasharray: 6 3;
      }
      .legend::before {
        content: "";
        display: inline-block;
        width: 16px;
        margin-inline-end: 6px;
        border-top: 2px dashed var(--success-color, #43a047);
        vertical-align: middle;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#n()},rr)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#n(),this.empty=!this.planned.length&&!this.allowed.length&&this.points.every(n=>n.powerW<=0)}async#n(){let{hass:e,entity:n}=this;if(!e||!n)return;let r=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-Ft).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=ar(i[n]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return c;let n=Date.now(),r=this.planned.length||this.allowed.length,i=n-(r?er:Ft),o=Math.max(cr(this.planned,n),n+(this.allowed.length?tr:0)),a=Math.max(sr,...this.points.map(f=>f.powerW),...this.allowed.map(f=>f.powerW)),l=x(e),u=this.allowed.length||this.points.some(f=>f.powerW>0)?l.power(a):"",m=dr(i,o,l);return d`<div class="axis" aria-hidden="true">
        <span>${u}</span><span>${this.#l(i,o,l)}</span>
      </div>
      <svg
        viewBox="0 0 ${_e} ${k}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#c(l)}
      >
        ${m.map(f=>this.#i("hour",f,i,o))}
        ${this.planned.map(f=>this.#d(f,i,o))}
        <path class="power" d=${lr(this.points,i,o,n,a)}></path>
        ${this.allowed.length?me`<path class="allowed" d=${pr(this.allowed,i,o,a)}></path>`:c}
        ${this.#p(i,o)}
        <line class="base" x1="0" x2=${_e} y1=${k} y2=${k}></line>
        ${this.#i("now",n,i,o)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${m.map(f=>this.#o(f,i,o,l))}
      </div>
      ${this.allowed.length?d`<div class="axis"><span class="legend">${this.#a("charger_allows")}</span></div>`:c}`}#t(e,n,r){return(Math.min(Math.max(e,n),r)-n)/(r-n)*_e}#i(e,n,r,i){let o=this.#t(n,r,i);return me`<line class=${e} y1="0" y2=${k} x1=${o} x2=${o}></line>`}#o(e,n,r,i){let o=(e-n)/(r-n),a=o<.04?"first":o>.96?"last":"";return d`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(e))}</span
    >`}#d(e,n,r){let i=this.#t(e.start.getTime(),n,r),o=this.#t(e.end.getTime(),n,r)-i;return me`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${k-12}></rect>`}#p(e,n){if(!this.planned.length)return c;let{seen:r,least:i,most:o}=zt(this.prices,e,n);if(!r.length)return c;let a=p=>o>i?6+(1-(p-i)/(o-i))*(k-12):k/2,l=r.map((p,u)=>{let m=this.#t(p.start.getTime(),e,n).toFixed(1),f=this.#t(p.end.getTime(),e,n).toFixed(1);return`${u?"L":"M"}${m},${a(p.price).toFixed(1)}H${f}`});return me`<path class="price" d=${l.join("")}></path>`}#l(e,n,r){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=zt(this.prices,e,n);return i.length?`${this.#a("price")} ${r.price(o)}–${r.price(a,this.priceUnit)}`:""}#c(e){let n=Math.max(0,...this.points.map(p=>p.powerW)),r=new Date,i=this.planned.map(p=>e.span(p.start,p.end,r)),o=i.length?`. ${this.#a("plan_planned")}: ${i.join(", ")}`:"",a=this.allowed.map(p=>`${e.span(p.start,p.end,r)} ${e.number(p.currentA,0)} A`),l=a.length?`. ${this.#a("charger_allows")}: ${a.join(", ")}`:"";return`${this.#a("history")}: ≤ ${e.power(n)}${o}${l}`}#a(e){return _(this.hass?.language,e)}};h([g({attribute:!1})],O.prototype,"hass",2),h([g()],O.prototype,"entity",2),h([g({attribute:!1})],O.prototype,"planned",2),h([g({attribute:!1})],O.prototype,"allowed",2),h([g({attribute:!1})],O.prototype,"prices",2),h([g()],O.prototype,"priceUnit",2),h([g({type:Boolean,reflect:!0})],O.prototype,"empty",2),h([y()],O.prototype,"points",2);var He=6,hr=300,ur=(s,t)=>s===0||s>=He?s:s<t&&s<He/2?0:He,L=class extends b{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[w,$`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#o()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return c;let n=this.dragged??e,r=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${r}
        style="--share: ${(n/r*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#n(o.target,e)}}
        @keydown=${o=>{this.#t(o,n)}}
        @change=${()=>{this.#i()}}
      />
    </div>`}#n(e,n){this.dragged=ur(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#t(e,n){n!==He||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#i())}#i(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#o()},hr)}#o(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};h([g({attribute:!1})],L.prototype,"state",2),h([g()],L.prototype,"label",2),h([g()],L.prototype,"pausedText",2),h([g({type:Boolean})],L.prototype,"disabled",2),h([g({type:Number})],L.prototype,"revision",2),h([y()],L.prototype,"dragged",2);var J={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Bt=s=>(...t)=>({_$litDirective$:s,values:t}),Le=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Ai}=vt;var Vt=s=>s.strings===void 0;var mr={},jt=(s,t=mr)=>s._$AH=t;var R=Bt(class extends Le{constructor(s){if(super(s),s.type!==J.PROPERTY&&s.type!==J.ATTRIBUTE&&s.type!==J.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Vt(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[t]){if(t===E||t===c)return t;let e=s.element,n=s.name;if(s.type===J.PROPERTY){if(t===e[n])return E}else if(s.type===J.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return E}else if(s.type===J.ATTRIBUTE&&e.getAttribute(n)===t+"")return E;return jt(s),t}});var I=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[w,$`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?c:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(r=>this.#e({...e,state:r}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${R(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};h([g({attribute:!1})],I.prototype,"hass",2),h([g({attribute:!1})],I.prototype,"state",2),h([g()],I.prototype,"label",2),h([g({type:Boolean})],I.prototype,"disabled",2),h([g({type:Number})],I.prototype,"revision",2);var Zt=5,tt=s=>String(s).padStart(2,"0"),F=class extends b{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[w,$`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `]}render(){let{hass:e,connector:n}=this,r=n&&this.#l("switch.plan");if(!e||!n||!r)return c;let i=x(e);return d`<details
      @toggle=${o=>{let{open:a}=o.target;this.dispatchEvent(new CustomEvent("opened",{detail:a}))}}
    >
      <summary>
        <span>${this.#a("plan")}</span><span>${this.#e(r,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${R(r.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#c("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#a("plan_use")}</span
          >
        </label>
        ${this.#i("number.target_energy","energy_kwh")}
        ${this.#i("number.target_soc","target_soc")} ${this.#o(i)}
        ${this.#p()}
      </div>
      ${r.state==="on"?this.#n(i):c}
    </details>`}#e(e,n){if(e.state!=="on")return this.#a("plan_none");let r=n.timeOfDay(this.#l("time.ready_by")?.state??""),i=this.planned[0];if(!i)return r&&`${this.#a("ready_by")} ${r}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${r}`}#n(e){if(!this.planned.length)return c;let n=new Date;return d`<ul aria-label=${this.#a("plan_planned")}>
      ${this.planned.map(r=>d`<li>
            <span>${e.span(r.start,r.end,n)}</span>
            <span class="secondary">${this.#t(r,e)}</span>
          </li>`)}
    </ul>`}#t(e,n){let r=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#a("sun")]:[r].filter(Boolean)].join(" · ")}#i(e,n){let r=this.#l(e);if(!T(r))return c;let{min:i,max:o,step:a}=r.attributes;return d`<label>
      <span>${this.#a(n)}</span>
      <input
        type="number"
        min=${i??c}
        max=${o??c}
        step=${a??"any"}
        .value=${R(String(Number(r.state)))}
        @change=${l=>{let p=l.target;!p.reportValidity()||p.value===""||this.#c(e,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#o(e){let n=this.#l("time.ready_by"),[r,i]=(n?.state??"").split(":").map(Number);if(!T(n)||r===void 0||i===void 0)return c;let o=Array.from({length:60/Zt},(u,m)=>m*Zt),a=[...new Set([...o,i])].sort((u,m)=>u-m),l=Array.from({length:24},(u,m)=>m),p=u=>{let m={hour:r,minute:i,...u},f=`${tt(m.hour)}:${tt(m.minute)}:00`;this.#c("time.ready_by","set_value",{time:f})};return d`<fieldset>
      <legend>${this.#a("ready_by")}</legend>
      ${this.#d("hour",l,r,e.hour,u=>{p({hour:u})})}
      ${this.#d("minute",a,i,tt,u=>{p({minute:u})})}
    </fieldset>`}#d(e,n,r,i,o){return d`<select
      aria-label=${this.#a(e)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${R(a===r)}>
            ${i(a)}
          </option>`)}
    </select>`}#p(){let e=this.#l("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?c:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${r=>{let i=r.target.value;this.#c("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(r=>d`<option value=${r} .selected=${R(r===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:r})??r}
            </option>`)}
      </select>
    </label>`}#l(e){if(!(!this.hass||!this.connector))return D(this.hass,M(this.connector,e))}#c(e,n,r){let i=this.connector&&M(this.connector,e);if(!i)return;let o={entityId:i,service:n,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#a(e){return _(this.hass?.language,e)}};h([g({attribute:!1})],F.prototype,"hass",2),h([g({attribute:!1})],F.prototype,"connector",2),h([g({attribute:!1})],F.prototype,"planned",2),h([g()],F.prototype,"priceUnit",2),h([g({type:Number})],F.prototype,"revision",2);var B=$`
  ha-card {
    display: grid;
    gap: 8px;
    padding: 16px;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  p {
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    padding: 4px 0;
  }
  code {
    padding: 2px 6px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  a {
    color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  form label {
    flex: 1 1 160px;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
  }
`;var We=(s,t)=>{let e=s.attributes[t];return typeof e=="string"?e:void 0},re=class extends b{static{this.styles=[w,B]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return c;let r=We(n,"address");return d`<ha-card>
      <h2>${C(_(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${r===void 0?c:d`<p>${_(t.language,"call_address")}</p>
              <p><code>${r}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(We(e,"refused_at")??""),r=We(e,"refused");if(r===void 0||Number.isNaN(n.getTime()))return c;let i=new Map([["time",x(t).dateTime(n)],["address",We(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??r]]);return d`<p>
      ${C(_(t.language,"refused_call"),i)}
      <a href="/config/repairs">${_(t.language,"repairs")}</a>
    </p>`}};h([g({attribute:!1})],re.prototype,"hass",2),h([y()],re.prototype,"config",2);var gr={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},fr=(s,t)=>{let e=t.statuses.map(i=>s.states[i]?.state??"unavailable"),n=Object.entries(gr).map(([i,o])=>[i,e.filter(a=>o.includes(a)).length]),r=t.powers.map(i=>P(s.states[i])??0);return{counts:n,powerW:r.reduce((i,o)=>i+o,0)}},se=class extends b{static{this.styles=[w,B]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let{counts:n,powerW:r}=fr(t,e);return d`<p class="line">
      <b>${x(t).power(r)}</b>
      ${n.filter(([,i])=>i).map(([i,o])=>d`<span><b>${o}</b> ${ne(t.language,i,o)}</span>`)}
    </p>`}};h([g({attribute:!1})],se.prototype,"hass",2),h([y()],se.prototype,"config",2);var yr=(s,t)=>{let e=new Map(s);for(let{type:n,flow_id:r,flow:i}of t)n==="removed"?e.delete(r):i?.handler===A&&i.context?.title_placeholders?.id_tag&&e.set(r,i);return e},X=class extends b{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[w,B]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#n();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#n(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=yr(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?c:d`<ha-card>
      <h2>${this.#o("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#t(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#t(e){let n=e.context?.title_placeholders??{},r=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${i=>{i.preventDefault();let o=i.target.querySelector("input");this.#i(e,o?.value??"")}}
    >
      <label>
        <span
          >${C(this.#o(n.kind==="car"?"unknown_car":"unknown_card"),r)}</span
        >
        <input type="text" placeholder=${this.#o("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#o("register")}</button>
    </form>`}async#i(e,n){let{hass:r}=this;if(!r?.callApi)return;this.error="";let i=`config/config_entries/flow/${e.flow_id}`,o=e.context?.title_placeholders?.id_tag??"";try{await r.callApi("POST",i,{name:n.trim()||o})}catch(a){this.error=await z(r,a)}}#o(e){return _(this.hass?.language,e)}};h([g({attribute:!1})],X.prototype,"hass",2),h([y()],X.prototype,"offers",2),h([y()],X.prototype,"error",2);var _r=5,br=(s,t)=>{let{name:e,above:n,below:r}=t,i=s.states[t.entity],o=P(i);if(o===void 0)return[e,i?s.formatEntityState?.(i)??"–":"–"];if(n===void 0||r===void 0)return[e,x(s).power(o)];let a=o>0?n:r;return[Math.abs(o)<_r?e:a,x(s).power(Math.abs(o))]},ie=class extends b{static{this.styles=[w,$`
      ha-card {
        height: 100%;
      }
      button {
        display: grid;
        grid-template-columns: 36px minmax(0, 1fr);
        grid-template-rows: 1fr auto auto 1fr;
        align-items: center;
        column-gap: 10px;
        width: 100%;
        height: 100%;
        min-height: 56px;
        padding: 0 10px;
        border: 0;
        text-align: start;
      }
      ha-icon {
        grid-row: 1 / -1;
        justify-self: center;
        --mdc-icon-size: 24px;
      }
      b {
        grid-row: 2;
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      span {
        grid-row: 3;
        font-size: var(--ha-font-size-s, 12px);
      }
    `]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let[n,r]=br(t,e),i=e.color?`color: var(--${e.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let a={bubbles:!0,composed:!0,detail:{entityId:e.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",a))}}
      >
        <ha-icon .icon=${e.icon} style=${i} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${r}</span>
      </button>
    </ha-card>`}};h([g({attribute:!1})],ie.prototype,"hass",2),h([y()],ie.prototype,"config",2);var Q=s=>{if(!s.services[A])return"gone";let t=Object.values(s.entities).filter(n=>n.platform===A),e=t.some(({entity_id:n})=>{let r=s.states[n]?.state;return r!==void 0&&r!==fe});return t.length?e?"ready":"stopped":"unsure"},Ne=s=>["ready","unsure"].includes(Q(s));var wr=1e4,vr=6e4,oe=class extends b{#e;#n;#t;static{this.styles=[w,B]}setConfig(t){this.config=t,this.#n=t.error?Date.now():void 0,this.#t=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#t=void 0}updated(){if(!this.hass)return;let t=Q(this.hass);if(t===this.#t||(this.#t=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?wr:vr,n=this.#n===void 0?0:this.#n+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",r=Q(t)==="gone",i=n?"ha_starts":r?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${_(t.language,i)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:c}
      ${n?c:d`<a
              href=${r?"/config/integrations/dashboard":`/config/integrations/integration/${A}`}
              >${_(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};h([g({attribute:!1})],oe.prototype,"hass",2),h([y()],oe.prototype,"config",2);var qt=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],$r=/^[=+\-@\t\r]/,xr=s=>{if(s==null)return"";if(typeof s=="number"||typeof s=="boolean")return String(s);let t=typeof s=="string"?s:JSON.stringify(s),e=$r.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Kt=s=>[qt.join(","),...s.map(t=>qt.map(e=>xr(t[e])).join(","))].map(t=>`${t}\r
`).join("");var Gt=["last","this_month","last_month","this_year","own"],Ar=s=>s.toISOString().slice(0,10),Yt=(s,t,e)=>{let n=new Date(`${t}T00:00Z`),[r,i]=[n.getUTCFullYear(),n.getUTCMonth()],o=(a,l,p)=>Ar(new Date(Date.UTC(a,l,p)));switch(s){case"last":return[o(r,i,n.getUTCDate()-e),t];case"this_month":return[o(r,i,1),t];case"last_month":return[o(r,i-1,1),o(r,i,0)];case"this_year":return[o(r,0,1),t];case"own":return}};var Ue=s=>s.started_by_name??s.card_name??s.id_tag??"",Jt=s=>s.reduce((t,e)=>t+e.energy_wh,0),Xt=(s,t)=>{let e=new Map;for(let a of s){let l=a.started_at??a.stopped_at;if(!l)continue;let p=t.dayOf(new Date(l));e.set(p,(e.get(p)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[r,i]=[n[0],n.at(-1)];if(!r||!i)return[];let o=[];for(let a=new Date(`${r}T00:00Z`);;a=new Date(a.getTime()+864e5)){let l=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(l),energyWh:e.get(l)??0}),l>=i)return o}},Qt=s=>s.started_at&&s.stopped_at?(Date.parse(s.stopped_at)-Date.parse(s.started_at))/1e3:void 0;var Sr={OCMF:"OCMF",Alfen:"ALFEN","SML (EDL40)":"EDL40"},Er={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","\r":"&#13;"},nt=s=>s.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g,"").replaceAll(/[&<>"\r]/g,t=>Er[t]??t),Tr=s=>/^(?:[0-9a-f]{2})+$/i.test(s)?"hex":s.startsWith("-----")?"plain":"base64",en=s=>{let{public_key:t}=s,e=String(s.transaction_id??s.session_id);return`<?xml version="1.0" encoding="UTF-8"?>
<values>
${s.signed_values.map(({context:r,format:i,data:o})=>{let a=Sr[i],l=a?` format="${a}"`:"",p=r?` context="${nt(r)}"`:"";return`  <value transactionId="${e}"${p}>
    <signedData${l} encoding="plain">${nt(o)}</signedData>
`+(t?`    <publicKey encoding="${Tr(t)}">${nt(t)}</publicKey>
`:"")+`  </value>
`}).join("")}</values>
`};var tn=$`
  :host {
    display: block;
    container-type: inline-size;
  }
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .day {
    display: grid;
    gap: 4px;
    position: relative;
  }
  .day button {
    padding: 0 10px;
    text-align: start;
  }
  .day input {
    position: absolute; /* under the button: the calendar opens there */
    inset: auto 0 0;
    opacity: 0;
    pointer-events: none;
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 8px;
  }
  .number {
    text-align: end;
  }
  .signed {
    min-height: 24px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--secondary-text-color);
    --mdc-icon-size: 18px;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who, how long and how fast. */
  @container (max-width: 520px) {
    .filters > :nth-child(3) {
      grid-column: 1 / -1;
    }
    .scroll {
      max-height: none;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 12px;
      padding: 8px 0;
      border-top: 1px solid var(--divider-color);
    }
    tbody,
    table {
      display: block;
    }
    td,
    .number:last-child {
      padding: 0;
      border: 0;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .start {
      order: 1;
    }
    .energy {
      order: 2;
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .person {
      order: 3;
    }
    .duration {
      order: 4;
    }
    .wallbox {
      order: 5;
    }
    .peak {
      order: 6;
      grid-column: 2;
    }
    .peak.none {
      display: none;
    }
    .person,
    .duration,
    .wallbox,
    .peak {
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
    }
  }
`;var rt=30,Cr=6e4,Or=6e4,kr=864e5,st=200,Ie=5e3,nn=(s,t,e)=>{let n=URL.createObjectURL(new Blob([s],{type:`${t};charset=utf-8`})),r=document.createElement("a");r.href=n,r.download=e,r.click(),setTimeout(()=>{URL.revokeObjectURL(n)})},S=class extends b{constructor(){super(...arguments);this.onlyOwn=!1;this.total={count:0,energyWh:0};this.device="";this.person="";this.period="last";this.from="";this.to="";this.#n=0;this.#t=st}#e;#n;#t;static{this.styles=[w,tn]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:A}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Qe}}static getStubConfig(){return{days:rt}}setConfig(e){this.config=e,this.device=e.device_id??"",this.period="last",this.hass&&this.#i()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#i()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let r=e.get("hass"),i=Q(n)==="ready";(!r||i&&Q(r)!=="ready")&&this.#i()}#i(){this.#t=st;let e=this.#r.dayOf(new Date),n=this.config?.days??rt;[this.from,this.to]=Yt(this.period,e,n)??[this.from,this.to],this.#o()}async#o(){clearTimeout(this.#e);let{hass:e}=this;if(!e)return;let n=this.#n+=1;if(!Ne(e)){this.error=this.#s("not_running");return}let r=Cr;try{let i=this.person?Ie:this.#t,o=await this.#d(e,{limit:i});if(n!==this.#n)return;this.sessions=o.sessions,this.total={count:o.total_count,energyWh:o.totals.energy_wh},this.onlyOwn=o.only_own===!0,this.error=void 0}catch(i){if(n!==this.#n)return;this.error=await z(e,i),r=Or}this.isConnected&&(this.#e=setTimeout(()=>{this.#o()},r))}#d(e,n){return Y(e,"get_sessions",{...this.#p(),...n,newest_first:!0})}#p(){let e=this.#r,n=o=>new Date(Date.parse(`${o}T00:00Z`)+kr).toISOString().slice(0,10),r=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...r&&{start:r},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?c:d`<ha-card>
      <h2>${this.#s("sessions")}</h2>
      ${this.#a(e)} ${this.#l()}
    </ha-card>`}#l(){if(!this.sessions)return d`<p class="secondary" role="status">${this.error??this.#s("loading")}</p>`;let e=this.#c();if(!e.length){let r=this.onlyOwn?"no_own_sessions":"no_sessions";return d`<p class="secondary">${this.#s(r)}</p>`}let n=this.error?d`<p class="secondary" role="status">${this.error}</p>`:c;return d`${n} ${this.#_(e)} ${this.#b(e)} ${this.#w(e)}`}#c(){let e=this.sessions??[];return this.person?e.filter(n=>Ue(n)===this.person):e}#a(e){let n=te(e),r=[...new Set((this.sessions??[]).map(Ue))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#s("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#o()}}
        >
          <option value="">${this.#s("connectors_all")}</option>
          ${n.map(i=>d`<option value=${i.deviceId} .selected=${R(i.deviceId===this.device)}>
                ${Re(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#s("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value,this.#o()}}
        >
          <option value="">${this.#s("persons_all")}</option>
          ${r.map(i=>d`<option .selected=${R(i===this.person)}>${i}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#s("period")}</span>
        <select
          @change=${i=>{this.period=i.target.value,this.#i()}}
        >
          ${Gt.map(i=>d`<option value=${i} .selected=${R(i===this.period)}>
                ${this.#y(i)}
              </option>`)}
        </select></label
      >
      ${this.period==="own"?d`${this.#m("from")} ${this.#m("to")}`:c}
    </div>`}#y(e){let n=this.config?.days??rt,r=ne(this.hass?.language,`period_${e}`,n);return C(r,new Map([["days",String(n)]]))}#m(e){let n=this[e],r=this.#r.day(n);return d`<div class="day">
      <span>${this.#s(e)}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${e==="to"&&this.from||c}
        max=${e==="from"&&this.to||c}
        .value=${R(n)}
        @change=${i=>{this[e]=i.target.value||n,this.#o()}}
      />
      <button
        aria-label="${this.#s(e)}: ${r}"
        @click=${i=>{i.currentTarget.previousElementSibling.showPicker()}}
      >
        ${r}
      </button>
    </div>`}#_(e){let{person:n,total:r}=this,i=n?Jt(e):r.energyWh,o=n?e.length:r.count;return d`<div class="totals">
      <span
        ><b>${this.#r.energy(i)}</b>
        <span class="secondary"
          >${this.#s("energy_total")} (${this.#r.number(o,0)})</span
        ><br />
        <span class="secondary">${this.#r.days(this.from,this.to)}</span></span
      >
      <button
        @click=${()=>{this.#g(e)}}
      >
        ${this.#s("csv")}
      </button>
    </div>`}#b(e){let n=Xt(e,this.#r),r=Math.max(...n.map(i=>i.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#s("energy_total")}>
        ${n.map(i=>d`<div
              class="bar"
              style="height:${(i.energyWh/r*100).toFixed(1)}%"
              title="${i.label}: ${this.#r.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?d`<span>${n.at(-1)?.label}</span>`:c}
      </div>`}#w(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,r=i=>i?this.#r.dateTime(new Date(i)):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#s("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#s("start")}</th>
            ${n?d`<th scope="col">${this.#s("charge_point")}</th>`:c}
            <th scope="col">${this.#s("person")}</th>
            <th scope="col" class="number">${this.#s("energy")}</th>
            <th scope="col" class="number">${this.#s("duration")}</th>
            <th scope="col" class="number">${this.#s("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(i=>d`<tr>
                <td class="start">${r(i.started_at??i.stopped_at)}</td>
                ${n?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:c}
                <td class="person">${Ue(i)}</td>
                <td class="number energy">
                  ${i.energy_estimated?d`<abbr title=${this.#s("estimated")}>≈</abbr> `:c}${this.#r.energy(i.energy_wh)}
                  ${this.#f(i)}
                </td>
                <td class="number duration">${this.#$(i)}</td>
                <td class="number peak ${i.peak_power_w===null?"none":""}">
                  ${i.peak_power_w===null?"–":this.#r.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
      ${this.#v()}
    </div>`}#v(){let e=this.sessions?.length??0;if(this.person||e>=this.total.count)return c;let n=i=>this.#r.number(i,0),r=new Map([["shown",n(e)],["total",n(this.total.count)]]);return d`<div class="more">
      <span class="secondary">${C(this.#s("shown_of"),r)}</span>
      ${e<Ie?d`<button
              @click=${()=>{this.#t=Math.min(this.#t+st,Ie),this.#o()}}
            >
              ${this.#s("more_sessions")}
            </button>`:c}
    </div>`}#$(e){let n=Qt(e);return n!==void 0?ge(n):e.stopped_at===null?this.#s("running"):"–"}async#h(e){let{hass:n}=this;if(!n||this.person||e.length>=this.total.count)return e;let r=[];for(;;){let i=await this.#d(n,{limit:Ie,offset:r.length});if(r.push(...i.sessions),!i.sessions.length||r.length>=i.total_count)return r}}async#g(e){let n=await this.#h(e);nn(Kt(n),"text/csv",`plug-control-${this.from}-${this.to}.csv`)}#f(e){return e.signed_values?d`<button
      class="signed"
      title=${this.#s("signed")}
      aria-label=${this.#s("signed")}
      @click=${()=>{this.#u(e)}}
    >
      <ha-icon icon="mdi:certificate-outline"></ha-icon>
    </button>`:c}async#u(e){let{hass:n}=this;if(!n)return;let{charge_point_id:r,session_id:i}=e;try{let o=await Y(n,"get_signed_values",{charge_point_id:r,session_id:i});nn(en(o),"application/xml",`plug-control-${String(i)}.xml`)}catch(o){this.error=await z(n,o)}}get#r(){return this.hass?x(this.hass):new G({language:"en"},"UTC")}#s(e){return _(this.hass?.language,e)}};h([g({attribute:!1})],S.prototype,"hass",2),h([y()],S.prototype,"config",2),h([y()],S.prototype,"sessions",2),h([y()],S.prototype,"error",2),h([y()],S.prototype,"onlyOwn",2),h([y()],S.prototype,"total",2),h([y()],S.prototype,"device",2),h([y()],S.prototype,"person",2),h([y()],S.prototype,"period",2),h([y()],S.prototype,"from",2),h([y()],S.prototype,"to",2);var rn=s=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"custom:plug-control-waiting-card",...s&&{error:s}}]}]}),Fe=class extends HTMLElement{static async generate(t,e){if(!Ne(e))return rn();try{return await Y(e,"get_dashboard",{language:e.language})}catch(n){return rn(await z(e,n))}}};var Rr={"plug-control-mode":I,"plug-control-limit":L,"plug-control-plan":F,"plug-control-graph":O,"plug-control-card":H,"plug-control-sessions-card":S,"plug-control-call-card":re,"plug-control-counts-card":se,"plug-control-found-card":X,"plug-control-power-card":ie,"plug-control-waiting-card":oe,"ll-strategy-dashboard-plug-control":Fe},Mr=(s,t)=>{let e=s.entities[t];return e?.platform!==A||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},Dr=()=>{let s=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:_(s,"card_description"),preview:!0,getEntitySuggestion:Mr},{type:"plug-control-sessions-card",name:`Plug Control: ${_(s,"sessions")}`,description:_(s,"sessions_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:_(s,"dashboard_description")})},Pr=Promise.race(["home-assistant","hc-main"].map(s=>customElements.whenDefined(s)));Dr();Pr.then(()=>{for(let[s,t]of Object.entries(Rr))customElements.get(s)||customElements.define(s,t)});
